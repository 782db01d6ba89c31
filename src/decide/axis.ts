import type { Scenario } from "../deployment/scenario.js";
import type { Input } from "./inputs.js";

/** Values of an input in steps that ask more and more of a fleet: 1 asks the least. */
export interface Axis {
  /** The value at a step. */
  readonly valueAt: (step: number) => number;
  /** The step of the value that is asked, or the nearest. */
  readonly now: number;
  /** The last step. */
  readonly most: number;
  /** Steps that a search goes to begin with. */
  readonly stride: number;
}

/** What is not counted goes in steps of a millionth of itself. */
const RELATIVE_STEP = 1e-6;

/** A search begins with a sixteenth. */
const COARSE = 16;

/** As far as anybody looks: a million times less, or more. */
const STEPS = Math.ceil(Math.log(1e6) / RELATIVE_STEP);

/**
 * The steps of an input that asks more of a fleet one way.
 *
 * @param input - with a direction.
 * @param scenario - of its request.
 * @returns whole numbers of what is counted; millionths of itself of what is not.
 */
export function axisOf(input: Input, scenario: Scenario): Axis {
  const { value, harder, isWhole, least } = input;
  const most = mostOf(input, scenario);
  if (isWhole) {
    const now = Math.max(least, Math.round(value));
    return { valueAt: (step) => step, now, most: Math.floor(most), stride: Math.ceil(now / COARSE) };
  }
  const sign = harder === "less" ? -1 : 1;
  const steps = (factor: number): number => Math.floor(Math.log(factor) / RELATIVE_STEP);
  return {
    valueAt: (step) => Math.min(most, value * Math.exp(sign * RELATIVE_STEP * (step - STEPS - 1))),
    now: STEPS + 1,
    stride: steps(1 + 1 / COARSE),
    most: STEPS + 1 + (sign < 0 ? STEPS : Math.min(STEPS, steps(most / value))),
  };
}

/** Largest value that an input may have: of prompts, what the context leaves. */
function mostOf({ name, value, most }: Input, { model, settings, workload }: Scenario): number {
  if (name !== "workload.inputTokens") return most;
  const context = Math.min(model.maxContextTokens ?? Infinity, settings.maxModelLen ?? Infinity);
  return Math.min(most, context - workload.outputTokens - (workload.inputTokens - value));
}
