export type { BatchScaling, GpuScaling } from "./scaling-functions.js";
export { classicBatchScaling, classicGpuScaling } from "./classic-scaling.js";
