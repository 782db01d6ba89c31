import { refusalMessage } from "../../errors.js";
import { doubtMessage } from "../../estimate/search-doubt.js";
import type { CheckGap, CheckStatus } from "../../launch/check/check-plan.js";
import { REPLAY_REASONS } from "../../queueing/replay-reasons.js";
import { limitNamed, TARGETS } from "../../workload/targets.js";
import type { Label, Language } from "../language.js";
import { assumption } from "./assumptions.js";
import { amount, number, percent } from "./words.js";

const STATUSES: Readonly<Record<CheckStatus, string>> = {
  passed: "passed: every target held at the load that was planned",
  failed: "failed: a target was missed at no more than the load that was planned",
  inconclusive: "inconclusive: the load test does not tell whether the plan holds",
};

const GAPS: Readonly<Record<CheckGap, string>> = {
  "less-load": "less load than planned",
  "more-load": "more load than planned",
  "unknown-load": "the result does not say what was sent",
  "shorter-requests": "shorter requests than planned",
  "longer-requests": "longer requests than planned",
  "unmeasured-target": "the result does not hold the figure of every target",
};

/** `time to first token, p95`. */
function constraint(name: string): string {
  const limit = limitNamed(name);
  return limit === null ? name : `${TARGETS[limit.target].meaning}, ${limit.statistic}`;
}

/** An input as people call it: `concurrent users`, `ttft p95`, `weights`. */
const input = (field: string): string =>
  field
    .replace(/^\w+\./, "")
    .replaceAll(".", " ")
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

const LABELS: Readonly<Record<Label, string>> = {
  assumed: "assumed:",
  "assumed of so many rows": "assumed, of so many rows:",
  error: "error:",
  impractical: "impractical:",
  "not proven": "not proven:",
  proven: "proven: no smaller purchase meets every constraint",
  "replay before you buy": "replay before you buy:",
  warning: "warning:",
};

const message = ({ message: words }: { readonly message: string }): string => words;

/** English: what the library itself says. */
export const english: Language = {
  locale: "en",
  name: "English",
  says: {
    error: refusalMessage,
    rule: ({ rule }) => rule,
    warning: message,
    explanation: message,
    assumption,
    notice: message,
    effect: (effect) => effect,
    replayReason: (reason) => REPLAY_REASONS[reason],
    summary: ({ summary }) => summary,
    doubt: doubtMessage,
    impractical: ({ requestsPerGpu, constraints }) =>
      `has ${number(requestsPerGpu)} requests for each GPU; ${constraints.join(" and ")} at the edge of what it does`,
    constraint,
    input,
    margin: (name) => name,
    checkStatus: (status) => STATUSES[status],
    checkGap: (gap) => GAPS[gap],
    loadTestWarning: message,
    value: ({ value, unit }) => (typeof value === "string" ? value : amount(value, unit)),
    share: percent,
  },
  labels: LABELS,
};
