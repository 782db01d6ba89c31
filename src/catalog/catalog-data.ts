import engineEntries from "../../catalogs/engines.json" with { type: "json" };
import gpuEntries from "../../catalogs/gpus.json" with { type: "json" };
import modelEntries from "../../catalogs/models.json" with { type: "json" };
import type { Engine } from "./engine.js";
import type { Gpu } from "./gpu.js";
import type { Model } from "./model.js";

/*
 * TypeScript widens the unions of a JSON file to strings. That every entry is what its type says is checked by a test
 * with `checkGpu` and `checkModel`, not each time the library is loaded. A build leaves out the sources of prices,
 * laws and rules (scripts/build/compact-catalogs.ts), which no code reads.
 */

/** The GPUs that are known by name, each with the sources of its figures; those of prices are in `infrascale/catalogs/gpus.json`. */
export const gpus: readonly Gpu[] = gpuEntries;

/** The models that are known by name, each with its sources. */
export const models: readonly Model[] = modelEntries as readonly unknown[] as readonly Model[];

/** Profiles of serving engines, by range of versions. Each rule has its source in `infrascale/catalogs/engines.json`. */
export const engines: readonly Engine[] = engineEntries as readonly unknown[] as readonly Engine[];
