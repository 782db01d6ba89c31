export { evaluateConstraint, type Constraint, type ConstraintResult, type Inequality, type WithMoreReplicas } from "./constraint.js";
export { memoryConstraint } from "./memory.js";
export { throughputConstraint } from "./throughput.js";
export { capacityConstraint, requestsHeld } from "./capacity.js";
export { waitConstraint, waitSeconds } from "./wait.js";
export { standardConstraints } from "./standard.js";
