import type { Estimate, FeasibleEstimate, InfeasibleEstimate } from "../../estimate/estimate.js";
import {
  checkBoolean,
  checkComputed,
  checkEach,
  checkInteger,
  checkObject,
  checkOneOf,
  checkPositive,
  checkShape,
  checkString,
  nullable,
  optional,
  type Check,
  type Shape,
} from "../../internal/check.js";
import type { Change } from "../what-if/changes.js";

const number: Check = checkComputed;
const count: Check = (value, field) => checkInteger(value, field, 0);
const positiveCount: Check = (value, field) => checkInteger(value, field, 1);
const shaped =
  (shape: Shape): Check =>
  (value, field) => {
    checkShape(value, field, shape);
  };
const listed =
  (shape: Shape): Check =>
  (value, field) => {
    checkEach(value, field, shaped(shape));
  };
const stableWaiting = { capacityPerSecond: number, requestsPerSecond: number, utilisation: number, running: number };
const waiting: Check = (value, field) => {
  const { stable } = checkObject(value, field);
  checkBoolean(stable, `${field}.stable`);
  if (stable === true) checkShape(value, field, stableWaiting);
};
const parts: Check = (value, field) => {
  Object.entries(checkObject(value, field)).forEach(([name, bytes]) => checkComputed(bytes, `${field}.${name}`));
};
const constraint = { name: checkString, unit: checkString, demand: number, limit: number, margin: number } as const;

/** What is looked at of a purchase. */
const PURCHASE: { readonly [Field in keyof FeasibleEstimate]?: Check | Shape } = {
  gpus: positiveCount,
  gpusPerReplica: positiveCount,
  replicas: positiveCount,
  spareReplicas: count,
  maxBatchSize: number,
  confidence: nullable(shaped({ asked: number, reached: number })),
  expected: { gpus: number },
  band: nullable(shaped({ fewestGpus: number, mostGpus: nullable(number), confidence: number })),
  traffic: { requestsPerSecond: number, requestsInFlight: number },
  performance: {
    ttftSeconds: number,
    queueSeconds: number,
    e2eSeconds: number,
    memory: { limitBytes: checkPositive, parts },
    kvCache: nullable(shaped({ poolBytes: number, runningBytes: number })),
  },
  waiting: nullable(waiting),
  split: optional(shaped({ tensor: number, pipeline: number, expert: number, data: number })),
  headroom: nullable(number),
  constraints: listed({ ...constraint, binding: checkBoolean }),
  nextSmaller: listed({ gpus: number, gpusPerReplica: number, replicas: number, violated: listed(constraint) }),
  margins: listed({ name: checkString, value: number, gpus: number }),
};

/** The same of what nothing serves. */
const OBSTACLE: { readonly [Field in keyof InfeasibleEstimate]?: Check | Shape } = {
  nearest: {
    gpus: number,
    changes: listed({
      constraint: checkString,
      unit: checkString,
      from: number,
      to: number,
      side: (value, field) => checkOneOf(value, field, ["demand", "limit"]),
    }),
  },
};

const figure: Check = (value, field) => (typeof value === "string" ? value : checkComputed(value, field));
const change = {
  input: checkString,
  unit: checkString,
  from: figure,
  to: figure,
  share: nullable(number),
  gpus: nullable(number),
  saves: nullable(number),
} as const;

/** Refuses what is no estimate, and no changes, in all that an explanation looks at. */
export function checkExplained(estimate: Estimate, changes: readonly Change[]): void {
  const { status } = checkObject(estimate, "estimate");
  checkOneOf(status, "estimate.status", ["feasible", "infeasible"]);
  checkShape(estimate, "estimate", status === "feasible" ? PURCHASE : OBSTACLE);
  checkEach(changes, "changes", shaped(change));
}
