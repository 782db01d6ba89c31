import gpuEntries from "../../catalogs/gpus.json" with { type: "json" };
import lawTable from "../../catalogs/kernel-laws.json" with { type: "json" };
import type { Gpu } from "../../src/catalog/gpu.js";
import { speedProfile } from "../../src/kernels/choose-profile.js";
import { kernelLaws, type KernelLaws, type KernelLawTable } from "../../src/kernels/kernel-laws.js";
import type { SpeedDeployment, SpeedProfile } from "../../src/kernels/speed-profile.js";
import { llama8b } from "../deployment/memory/fixtures.js";

export const table = lawTable as KernelLawTable;
export const laws: KernelLaws = kernelLaws(table);

export function catalogGpu(id: string): Gpu {
  const found = (gpuEntries as readonly Gpu[]).find((gpu) => gpu.id === id);
  if (found === undefined) throw new Error(`no GPU ${id}`);
  return found;
}

export const h100: Gpu = catalogGpu("h100-sxm5-80gb");
export const one = { tensor: 1, pipeline: 1, expert: 1, data: 1 } as const;

/** Llama 3.1 8B in bf16 on one H100 under vLLM, with changes. */
export const profile = (changes: Partial<SpeedDeployment> = {}): SpeedProfile =>
  speedProfile(
    {
      model: llama8b,
      gpu: h100,
      engine: "vllm",
      storage: { weights: "bf16" },
      cache: "bf16",
      parallelism: one,
      ...changes,
    },
    laws,
  );

/** The one row of a list that has these values. */
export function only<Row>(rows: readonly Row[], wanted: Partial<Row>): Row {
  const keys = Object.keys(wanted) as (keyof Row)[];
  const found = rows.filter((row) => keys.every((key) => row[key] === wanted[key]));
  const [row] = found;
  if (row === undefined || found.length !== 1) throw new Error(`${found.length} rows for ${JSON.stringify(wanted)}`);
  return row;
}
