import engineEntries from "../../catalogs/engines.json" with { type: "json" };
import instanceEntries from "../../catalogs/instances.json" with { type: "json" };
import gpuEntries from "../../catalogs/gpus.json" with { type: "json" };
import modelEntries from "../../catalogs/models.json" with { type: "json" };
import type { Engine } from "./engine.js";
import type { Gpu } from "./gpu.js";
import { instancesOf, type Instances } from "./instance.js";
import type { Model } from "./model.js";

/*
 * TypeScript widens the unions of a JSON file to strings. That every entry is what its type says is checked by a test
 * with `checkGpu` and `checkModel`, not each time the library is loaded. A build leaves out where figures come from
 * (scripts/build/compact-catalogs.ts), which no code reads: the published files have it.
 */

/** The GPUs that are known by name; where their figures come from is in `infrascale/catalogs/gpus.json`. */
export const gpus: readonly Gpu[] = gpuEntries as readonly unknown[] as readonly Gpu[];

/** The models that are known by name; where their figures come from is in `infrascale/catalogs/models.json`. */
export const models: readonly Model[] = modelEntries as readonly unknown[] as readonly Model[];

/** Profiles of serving engines, by range of versions. Each rule has its source in `infrascale/catalogs/engines.json`. */
export const engines: readonly Engine[] = engineEntries as readonly unknown[] as readonly Engine[];

/** Machines of clouds and vendors, by name in lower case. Where the names were read is in `infrascale/catalogs/instances.json`. */
export const instances: Instances = /* @__PURE__ */ instancesOf(instanceEntries);
