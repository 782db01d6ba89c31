export { servingConstants, type ConstantTables, type ServingConstants } from "./serving-constants.js";
export { predictServing, type ServingPrecision, type ServingRequest, type ServingSettings } from "./predict-serving.js";
export type { ServingLoad } from "./load.js";
export type { ServingPrediction } from "./serving-prediction.js";
export type { ServingStep, Speculation } from "./serving-times.js";
export type { EngineTiming, FirstTokenTiming } from "./engine-timing.js";
