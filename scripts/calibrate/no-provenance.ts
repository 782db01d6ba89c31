import type { ProfileProvenance } from "../../src/deployment/engine-profile.js";

/** Of a profile that stands for no load tests: it leaves open what it was fitted to. */
export const NO_PROVENANCE: ProfileProvenance = {
  tools: [],
  files: [],
  rows: 0,
  models: [],
  gpus: [],
  engines: [],
  engineVersions: [],
  tensorSizes: [],
  expertSizes: [],
};
