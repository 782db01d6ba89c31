import type { Gpu } from "../../index.js";
import { visibleMemoryBytes } from "../../deployment/memory/visible-memory.js";
import { numberOf, type Row } from "../../measurements/csv.js";
import { resolveGpu } from "../../measurements/resolve-gpu.js";
import { bytesFromGib } from "../../units.js";

/** A GPU of one memory size stands for another within this share of it. */
const NEAR_ENOUGH = 0.05;

/**
 * The GPU of a start-up log. One that names none, or one that is not known, but says how much memory the engine saw, is
 * taken as the CUDA GPU of the catalog with the nearest memory: nothing else of a GPU counts for memory.
 *
 * @param row - the log.
 * @param gpus - the catalog.
 * @returns the name to look up: the log's own, or an id; "" when neither is there.
 */
export function nameOfLogGpu(row: Row, gpus: readonly Gpu[]): string {
  const name = row["gpu"] ?? "";
  const gib = numberOf(row["gpu_memory_gib"]);
  if (gib === null || (name !== "" && resolveGpu(name, gpus) !== null)) return name;
  const bytes = bytesFromGib(gib);
  const distance = (gpu: Gpu): number => Math.abs(visibleMemoryBytes(gpu) / bytes - 1);
  const [nearest] = gpus.filter(({ vendor }) => vendor === "NVIDIA").sort((a, b) => distance(a) - distance(b));
  return nearest !== undefined && distance(nearest) < NEAR_ENOUGH ? nearest.id : name;
}
