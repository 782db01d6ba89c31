import { InfrascaleError } from "../../errors.js";
import { checkArray, checkInteger, checkKeys, checkObject } from "../../internal/check.js";
import type { Observation } from "../../measurements/observation.js";
import { targetLimits } from "../../workload/targets.js";
import type { LaunchPlan } from "../plan-launch.js";
import { checkTested, type TestedPlan } from "./check-launch-plan.js";
import { calibratedAnswer, type CalibratedAnswer } from "./calibrated-answer.js";
import { measuredTarget, type TargetCheck } from "./measured-target.js";
import { testedLoad, type LoadCheck } from "./tested-load.js";
import { decideRule } from "../../rules/decide.js";

/** How a load test was run, which its result does not say. */
export interface CheckOptions {
  /** Replicas that it was sent to, integer >= 1; their share of the load is what they have to bear. @defaultValue all that are started */
  readonly replicas?: number;
  /** Day, YYYY-MM-DD, which the fitted profile is dated by. */
  readonly created: string;
}

/** Why a load test says less than whether the plan holds. */
export type CheckGap =
  /** It sent less than was planned: that targets held says nothing. */
  | "less-load"
  /** It sent more: that targets were missed says nothing. */
  | "more-load"
  /** Its result does not say what it sent. */
  | "unknown-load"
  /** Its requests were shorter than those that were sized for. */
  | "shorter-requests"
  /** They were longer. */
  | "longer-requests"
  /** A target is on a figure that its result does not hold. */
  | "unmeasured-target";

/** What a load test came to: targets held at the planned load; one was missed at no more than that; or it does not tell. */
export type CheckStatus = "passed" | "failed" | "inconclusive";

/** One run of a load test. */
export interface RunCheck {
  /** Its index in the result. */
  readonly observation: number;
  /** What it came to. */
  readonly status: CheckStatus;
  /** What it sent, beside what was planned. */
  readonly load: LoadCheck;
  /** Mean tokens of prompts and outputs; null where the result does not say. */
  readonly lengths: {
    /** Of prompts. */
    readonly inputTokens: {
      /** As sized. */
      readonly planned: number;
      /** As sent; null where the result does not say. */
      readonly tested: number | null;
    };
    /** Of outputs. */
    readonly outputTokens: {
      /** As sized. */
      readonly planned: number;
      /** As sent. */
      readonly tested: number;
    };
  };
  /** Each target beside what was measured. */
  readonly targets: readonly TargetCheck[];
  /** Where it does not tell. */
  readonly gaps: readonly CheckGap[];
}

/** A plan beside a load test of it. */
export interface PlanCheck {
  /** Failed where any run failed; passed where one passed and none failed. */
  readonly status: CheckStatus;
  /** Of each run of the result. */
  readonly runs: readonly RunCheck[];
  /** What would be bought with the engine fitted to this load test. */
  readonly calibrated: CalibratedAnswer;
}

/** Share by which a load and a length may miss the planned ones: tokenizers and templates add as much. */
const TOLERANCE = 0.05;
/** Standard deviations of a rate of arrivals at random. */
const DEVIATIONS = 2;

/**
 * Holds a load test against the plan that it was run for: each target beside what was measured, at the load that was planned; and what the same
 * question is answered with an engine that is fitted to the load test.
 *
 * @param result - observations of the load test, as `readLoadTest` reads them.
 * @param plan - of `planLaunch`.
 * @param options - how the test was run.
 * @returns whether the plan holds, or by how much not.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range` for what is no plan or no result.
 * @example
 * ```ts
 * import { estimateGpus } from "infrascale";
 * import { readLoadTest } from "infrascale/calibrate";
 * import { checkPlan, planLaunch } from "infrascale/decide";
 *
 * const estimate = estimateGpus({
 *   model: "llama-3.1-8b",
 *   gpu: "l40s",
 *   workload: { requestsInFlight: 20, inputTokens: 1000, outputTokens: 200 },
 *   targets: { tokensPerSecond: 20 },
 * });
 * const { observations } = readLoadTest(
 *   "concurrency,inputTokens,outputTokens,ttftSeconds,tpotSeconds\n20,1000,200,0.4,0.028\n",
 * );
 * const { status, runs } = checkPlan(observations, planLaunch(estimate), { created: "2026-11-30" });
 * status; // => "passed"
 * runs[0]?.targets[0]?.met; // => true
 * ```
 */
export function checkPlan(result: readonly Observation[], plan: LaunchPlan, options: CheckOptions): PlanCheck {
  checkArray(result, "result");
  const tested = checkTested(plan);
  checkKeys(checkObject(options, "options"), "options", ["replicas", "created"]);
  if (result.length === 0)
    throw new InfrascaleError({ code: "out-of-range", field: "result", ...decideRule("some-run"), value: result });
  const replicas = checkInteger(options.replicas ?? plan.replicas, "options.replicas", 1);
  const runs = result.map((observation, index) => runCheck(observation, index, tested, replicas));
  return {
    status: runs.some(({ status }) => status === "failed")
      ? "failed"
      : runs.some(({ status }) => status === "passed")
        ? "passed"
        : "inconclusive",
    runs,
    calibrated: calibratedAnswer(result, tested, replicas, options.created),
  };
}

function runCheck(observation: Observation, index: number, plan: TestedPlan, replicas: number): RunCheck {
  const load = testedLoad(observation, plan, replicas);
  const { input, output } = plan.loadTest;
  const lengths = {
    inputTokens: { planned: input.mean, tested: observation.inputTokens },
    outputTokens: { planned: output.mean, tested: observation.outputTokens },
  };
  const targets = targetLimits(plan.request.targets).map((limit) => measuredTarget(limit, observation));
  const chance = load.unit === "requests/s" ? DEVIATIONS / Math.sqrt(observation.completed ?? Infinity) : 0;
  const gaps = gapsOf(load, lengths, targets, Math.max(TOLERANCE, chance));
  return { observation: index, status: statusOf(targets, gaps), load, lengths, targets, gaps };
}

function gapsOf(
  { planned, tested }: LoadCheck,
  lengths: RunCheck["lengths"],
  targets: readonly TargetCheck[],
  loadTolerance: number,
): readonly CheckGap[] {
  const ratios = Object.values(lengths).map(({ planned, tested }) => (tested === null ? 1 : tested / planned));
  const found: readonly (readonly [CheckGap, boolean])[] = [
    ["unknown-load", tested === null],
    ["less-load", tested !== null && tested < (1 - loadTolerance) * planned],
    ["more-load", tested !== null && tested > (1 + loadTolerance) * planned],
    ["shorter-requests", ratios.some((ratio) => ratio < 1 - TOLERANCE)],
    ["longer-requests", ratios.some((ratio) => ratio > 1 + TOLERANCE)],
    ["unmeasured-target", targets.some(({ met }) => met === null)],
  ];
  return found.flatMap(([gap, isOpen]) => (isOpen ? [gap] : []));
}

/** Gaps in spite of which a target that was missed is missed. */
const LIGHTER: readonly CheckGap[] = ["less-load", "shorter-requests", "unmeasured-target"];
/** Gaps in spite of which targets that held hold. */
const HEAVIER: readonly CheckGap[] = ["more-load", "longer-requests"];

function statusOf(targets: readonly TargetCheck[], gaps: readonly CheckGap[]): CheckStatus {
  if (targets.some(({ met }) => met === false))
    return gaps.every((gap) => LIGHTER.includes(gap)) ? "failed" : "inconclusive";
  return gaps.every((gap) => HEAVIER.includes(gap)) ? "passed" : "inconclusive";
}
