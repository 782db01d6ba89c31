export { compareGpus, type CompareOptions, type CompareRequest, type Comparison } from "./compare-gpus.js";
export type {
  Assessed,
  Candidate,
  Choice,
  FeasibleCandidate,
  Impractical,
  InfeasibleCandidate,
  RefusedCandidate,
} from "./candidate.js";
