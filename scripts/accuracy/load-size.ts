import { sizeOf } from "../../src/workload/loads.js";

/** How large a load is, as tables name it: requests or requests per second; all that are at hand where nobody counts them. */
export function loadSize(load: Parameters<typeof sizeOf>[0]): number | "all" {
  const size = sizeOf(load);
  return Number.isFinite(size) ? size : "all";
}
