export {
  evaluateConstraint,
  type Constraint,
  type ConstraintResult,
  type Inequality,
  type WithMoreReplicas,
} from "./constraint.js";
export { memoryConstraint } from "./memory.js";
export { requestSpeed, throughputConstraint } from "./throughput.js";
export { capacityConstraint, requestsHeld } from "./capacity.js";
export { requestsInFlight, waitingOf } from "./requests-in-flight.js";
export { timeConstraint } from "./times.js";
export { utilisationConstraint } from "./utilisation.js";
export { waitConstraint, waitSeconds } from "./wait.js";
export { standardConstraints } from "./standard.js";
