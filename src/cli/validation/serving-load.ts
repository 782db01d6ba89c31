import type { ServingLoad } from "../../index.js";
import type { Lengths, Load } from "../../measurements/resolve-load.js";

/**
 * The load of a row, as `predictServing` takes it.
 *
 * @param load - how requests come.
 * @param lengths - of the requests.
 * @returns the load.
 */
export function servingLoad(load: Load, { equal }: Lengths): ServingLoad {
  if (load.kind === "closed-loop") return { ...load, equalLengths: equal };
  if (load.kind !== "offline") return load;
  return load.requests === null ? { kind: "burst" } : { kind: "burst", requests: load.requests };
}
