import {
  checkBoolean,
  checkEach,
  checkNonNegative,
  checkOneOf,
  checkPositive,
  checkShape,
  checkString,
  nullable,
  optional,
  type Check,
} from "../internal/check.js";
import { PERCENTILES, type Observation } from "./observation.js";
import { STATED_NUMBERS, STATED_TEXTS } from "./stated.js";

const MEASURED = [
  "ttftSeconds",
  "ttftP50Seconds",
  "ttftP90Seconds",
  "ttftP95Seconds",
  "ttftP99Seconds",
  "tpotSeconds",
  "requestSeconds",
  "outputTokensPerSecond",
  "failedFraction",
  "durationSeconds",
] as const satisfies readonly (keyof Observation)[];

const all = (names: readonly string[], check: Check): Readonly<Record<string, Check>> =>
  Object.fromEntries(names.map((name) => [name, check]));

const checkTimes: Check = (times, field) =>
  checkShape(times, field, all(["tpotSeconds", "requestSeconds"], optional(checkNonNegative)));

/** Where an observation was read, and what it says that it does not state. */
export const checkOrigin = (observation: unknown, field: string): void =>
  checkShape(observation, field, {
    source: optional((source, name) =>
      checkShape(source, name, { tool: checkString, file: optional(checkString), line: optional(checkPositive) }),
    ),
    derived: optional((derived, name) => checkEach(derived, name, checkString)),
  });

/** Refuses what is no observation; what its figures say is for the checks of load tests. */
export function checkObservation(observation: unknown, field: string): void {
  checkShape(observation, field, {
    source: {},
    derived: (derived, name) => checkEach(derived, name, checkString),
    ...all(STATED_TEXTS, optional(checkString)),
    ...all([...STATED_NUMBERS, ...MEASURED], optional(checkNonNegative)),
    percentiles: optional((percentiles, name) => checkShape(percentiles, name, all(PERCENTILES, optional(checkTimes)))),
    prefixCaching: optional(checkBoolean),
    attentionData: optional(checkBoolean),
    concurrency: nullable(checkPositive),
    inputTokens: nullable(checkPositive),
    outputTokens: checkPositive,
    arrivals: (value, name) => checkOneOf(value, name, ["sustained", "burst", "open"]),
  });
  checkOrigin(observation, field);
}
