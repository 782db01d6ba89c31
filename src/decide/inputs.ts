import { checkObject } from "../internal/check.js";
import type { EstimateRequest } from "../shipped/estimate-request.js";
import { checkTargets } from "../workload/check-targets.js";
import { MOST_REQUESTS, MOST_THINKING_SECONDS, MOST_TOKENS, MOST_VARIATION } from "../workload/limits.js";
import { resolveWorkload } from "../workload/resolve-workload.js";
import { limitName, targetLimits, TARGETS, type TargetLimit } from "../workload/targets.js";

/** What an input is part of. */
type Asked = Pick<EstimateRequest, "workload" | "targets">;

/** A figure of a request that could be another one. */
export interface Input {
  /** Its field, `workload.concurrentUsers` or `targets.ttft.p95`. */
  readonly name: string;
  /** Unit of its values. */
  readonly unit: string;
  /** As it is asked. */
  readonly value: number;
  /** Whether more or less of it asks more of a fleet; null where that depends on the rest. */
  readonly harder: "more" | "less" | null;
  /** True of what is counted: users, requests, tokens. */
  readonly isWhole: boolean;
  /** The smallest value that has a meaning. */
  readonly least: number;
  /** The largest. */
  readonly most: number;
  /** The request with another value. */
  readonly in: <Request extends Asked>(request: Request, value: number) => Request;
}

type Rule = Pick<Input, "unit" | "harder"> & Partial<Pick<Input, "isWhole" | "least" | "most">>;

/** Fields of a workload that say how much comes, of which it names one. */
const LOADS: Readonly<Record<string, Rule>> = {
  namedUsers: { unit: "users", harder: "more", isWhole: true, most: MOST_REQUESTS },
  concurrentUsers: { unit: "users", harder: "more", isWhole: true, most: MOST_REQUESTS },
  requestsInFlight: { unit: "requests", harder: "more", isWhole: true, most: MOST_REQUESTS },
  requestsPerSecond: { unit: "requests/s", harder: "more", most: MOST_REQUESTS },
};

/** The other numbers of a workload. More output tokens ask more of the cache, and less of the prefill. */
const OTHERS: Readonly<Record<string, Rule>> = {
  activeFraction: { unit: "of the users", harder: "more", most: 1 },
  thinkSeconds: { unit: "s", harder: "less", most: MOST_THINKING_SECONDS },
  requestsPerUser: { unit: "requests", harder: "more", most: MOST_REQUESTS },
  arrivalCv: { unit: "", harder: "more", most: MOST_VARIATION },
  // A peak is never below what it is a peak of.
  peakFactor: { unit: "", harder: "more", least: 1, most: MOST_REQUESTS },
  inputTokens: { unit: "tokens", harder: "more", isWhole: true, most: MOST_TOKENS },
  outputTokens: { unit: "tokens", harder: null, isWhole: true, most: MOST_TOKENS },
};

/** The field of a request that says how much comes, as an input. */
export const loadOf = (request: Asked): Input => fieldsOf(checked(request), LOADS)[0] as Input;

/** The mean prompt of a request; undefined where its prompts are counted one by one. */
export const promptOf = (request: Asked): Input | undefined =>
  fieldsOf(checked(request), OTHERS).find(({ name }) => name === "workload.inputTokens");

/** Every limit that a request's targets set, as inputs. */
export const limitsOf = (request: Asked): readonly Input[] =>
  targetLimits(checkTargets(checked(request).targets)).map(limitInput);

/** Every figure of a request that is one number: its load first, then the rest of its workload, then its targets. */
export const inputsOf = (request: Asked): readonly Input[] => [
  loadOf(request),
  ...fieldsOf(request, OTHERS),
  ...limitsOf(request),
];

/** Refuses what is no request, before anything of it is read. */
function checked(request: Asked): Asked {
  checkObject(request, "request");
  resolveWorkload(request.workload);
  return request;
}

function fieldsOf({ workload }: Asked, rules: Readonly<Record<string, Rule>>): readonly Input[] {
  const fields = workload as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(rules).flatMap(([field, rule]) => {
    const given = fields[field];
    // Lengths are a number, or a mean and its variation.
    const spread = typeof given === "object" && given !== null && "mean" in given ? given : null;
    const value = spread === null ? given : spread.mean;
    if (typeof value !== "number" || value === 0) return [];
    return [
      {
        name: `workload.${field}`,
        value,
        // Nobody counts in halves: a figure that is none of a count moves as a rate does.
        least: rule.isWhole === true && Number.isInteger(value) ? 1 : 0,
        most: Infinity,
        ...rule,
        isWhole: rule.isWhole === true && Number.isInteger(value),
        in: (request, other) => ({
          ...request,
          workload: { ...request.workload, [field]: spread === null ? other : { ...spread, mean: other } },
        }),
      } satisfies Input,
    ];
  });
}

function limitInput({ target, statistic, limit }: TargetLimit): Input {
  const isTime = TARGETS[target].kind === "time";
  return {
    name: `targets.${limitName({ target, statistic }).replace(" ", ".")}`,
    unit: TARGETS[target].kind === "speed" ? "tokens/s" : "s",
    value: limit,
    harder: TARGETS[target].kind === "speed" ? "more" : "less",
    isWhole: false,
    least: 0,
    most: Infinity,
    in: (request, other) => {
      const given = request.targets[target];
      const limits = typeof given === "object" ? { ...given, [statistic]: other } : other;
      return { ...request, targets: { ...request.targets, [target]: isTime ? limits : other } };
    },
  };
}
