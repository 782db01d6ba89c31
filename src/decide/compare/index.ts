export { compareGpus, type Comparison } from "./compare-gpus.js";
export type { CompareOptions, CompareRequest } from "./compare-options.js";
export type {
  Assessed,
  Candidate,
  Choice,
  FeasibleCandidate,
  Impractical,
  InfeasibleCandidate,
  RefusedCandidate,
} from "./candidate.js";
