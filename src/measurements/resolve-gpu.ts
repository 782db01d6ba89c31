import type { Gpu } from "../catalog/gpu.js";
import { findGpu } from "../catalog/lookup.js";
import { InfrascaleError } from "../errors.js";

/** Names of the tables that neither are ids nor aliases of the catalog. */
const OTHER_NAMES: Readonly<Record<string, string>> = { "B200 180GB": "b200-sxm-180gb" };

/**
 * The GPU of a name as the tables write it. Where the form factor is not stated the server card is meant (SXM).
 *
 * @param name - `H100-SXM5-80GB`, `H100 80GB` ...
 * @param gpus - the catalog.
 * @returns the GPU, or null when the catalog does not hold it.
 */
export function resolveGpu(name: string, gpus: readonly Gpu[]): Gpu | null {
  try {
    return findGpu(OTHER_NAMES[name] ?? name, gpus);
  } catch (error) {
    if (error instanceof InfrascaleError) return null;
    throw error;
  }
}
