import type { RuleValues } from "./rules/broken-rule.js";
import type { RuleCode } from "./rules/rule-code.js";

/** Every code an {@link InfrascaleError} can carry. Codes are stable: they may be added, never renamed. */
export type ErrorCode =
  | "invalid-type"
  | "out-of-range"
  | "unknown-id"
  | "ambiguous-name"
  | "no-public-config"
  | "unsupported-precision"
  | "impossible-parallelism"
  | "does-not-fit"
  | "contradictory-lengths"
  | "contradictory-workload"
  | "unsupported-workload"
  | "contradictory-options"
  | "missing-target"
  | "unsupported-target"
  | "invalid-constraint"
  | "invalid-catalog"
  | "unsupported-model"
  | "not-a-number"
  | "unreadable-file"
  | "unwritable-file"
  | "file-too-large"
  | "unrecognised-format"
  | "unsupported-format"
  | "invalid-row"
  | "nothing-to-fit"
  | "stopped";

/** What a {@link InfrascaleError} says about the value that was refused. */
export interface ErrorDetails {
  /** Stable, machine-readable kind of error. */
  readonly code: ErrorCode;
  /** Path of the refused field, `workload.inputTokens` for example. */
  readonly field: string;
  /** The rule that the value breaks, `must be an integer >= 1` for example. */
  readonly rule: string;
  /** The rule as a stable, machine-readable code; absent where only words are known. */
  readonly ruleCode?: RuleCode;
  /** What the rule speaks of: its figures and names. */
  readonly ruleValues?: RuleValues;
  /** The value that came. */
  readonly value: unknown;
  /** Nearest values that would have been accepted, for an unknown id. */
  readonly suggestions?: readonly string[];
}

/**
 * The one error that this library throws: wrong input, refused once at the public boundary. A state of the world (does
 * not fit, cannot meet the target) is a value in a result, never an error.
 *
 * @example
 * ```ts
 * import { estimateGpus, InfrascaleError } from "infrascale";
 *
 * try {
 *   estimateGpus({ model: "llama-3.1-70b", gpu: "h100", workload: { requestsInFlight: -1, inputTokens: 1, outputTokens: 1 }, targets: {} });
 * } catch (error) {
 *   if (error instanceof InfrascaleError) error.code; // => "out-of-range"
 * }
 * ```
 */
export class InfrascaleError extends Error implements ErrorDetails {
  /** Always `InfrascaleError`. */
  override readonly name: string = "InfrascaleError";
  readonly code: ErrorCode;
  readonly field: string;
  readonly rule: string;
  readonly ruleCode?: RuleCode;
  readonly ruleValues?: RuleValues;
  readonly value: unknown;
  readonly suggestions: readonly string[];

  /** @param details - what was refused and why; the message is made of them. */
  constructor(details: ErrorDetails) {
    super(refusalMessage(details));
    this.code = details.code;
    this.field = details.field;
    this.rule = details.rule;
    if (details.ruleCode !== undefined) this.ruleCode = details.ruleCode;
    if (details.ruleValues !== undefined) this.ruleValues = details.ruleValues;
    this.value = details.value;
    this.suggestions = details.suggestions ?? [];
  }
}

/** An error in one English sentence. */
export function refusalMessage({ field, rule, value, suggestions = [] }: ErrorDetails): string {
  const nearest = suggestions.length > 0 ? `; nearest: ${suggestions.join(", ")}` : "";
  return `${field} ${rule}, got ${show(value)}${nearest}`;
}

/** Characters of a value that a message shows; the error itself has all of it. */
const MOST_SHOWN = 200;

function show(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}...` : value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  if (typeof value === "function") return "a function";
  return String(value);
}

/** What an error says, without the error: it can be copied from one thread to another. */
export const detailsOf = ({
  code,
  field,
  rule,
  ruleCode,
  ruleValues,
  value,
  suggestions,
}: InfrascaleError): ErrorDetails => ({
  code,
  field,
  rule,
  ...(ruleCode === undefined ? {} : { ruleCode }),
  ...(ruleValues === undefined ? {} : { ruleValues }),
  value,
  suggestions,
});
