export { servingConstants, type ConstantTables, type ServingConstants } from "./serving-constants.js";
export { predictServing } from "./predict-serving.js";
export type { ServingPrecision, ServingRequest, ServingSettings } from "./serving-request.js";
export type { ServingLoad } from "./load.js";
export type { ServingPrediction } from "./serving-prediction.js";
export type { ServingStep, Speculation } from "./serving-times.js";
export type { EngineTiming, FirstTokenTiming } from "./engine-timing.js";
export { engineClock, type EngineClockOptions } from "./engine-clock.js";
export { linearClock, type LinearClockOptions, type StepClock } from "./step-clock.js";
