export type { Deployment, DeploymentRequest, EngineSettings, ServedModel, ServedModelRequest } from "./deployment.js";
export type { DeploymentPrecision, WeightStorage } from "./formats.js";
export type { Drafting, Speculation } from "./speculation.js";
export type { Scenario } from "./scenario.js";
export type { Parallelism } from "./parallelism.js";
export type {
  EngineProfile,
  MeasuredQuantity,
  ProfileFit,
  ProfileParameter,
  ProfileParameters,
  ProfileProvenance,
} from "./engine-profile.js";
export type { ProfiledDeployment, ProfileDifference, ProfileUse } from "./profile-use.js";
