export { servingConstants, type ConstantTables, type ServingConstants } from "./serving-constants.js";
export { predictServing } from "./predict-serving.js";
export type { ServingPrecision, ServingRequest, ServingSettings } from "./serving-request.js";
export type { EngineProfile, MeasuredQuantity, ProfileFit, ProfileParameter, ProfileParameters, ProfileProvenance } from "./engine-profile.js";
export type { ProfiledDeployment, ProfileDifference, ProfileUse } from "./profile-use.js";
export type { ServingLoad } from "./load.js";
export type { ServingPrediction } from "./serving-prediction.js";
export type { ServingStep, Speculation } from "./serving-times.js";
export type { EngineTiming, FirstTokenTiming } from "./engine-timing.js";
