import { groupBy, median, quantile } from "../accuracy/statistics.js";
import type { Answer, Purchase } from "./ask.js";
import { judge, type Verdict } from "./judge.js";
import type { Scenario } from "./scenarios.js";
import type { Sizer } from "./sizers.js";

/** A scenario, what a sizer said, and the verdict on what is bought. */
export interface Asked {
  readonly scenario: Scenario;
  readonly answer: Answer;
  readonly verdict: Verdict | null;
}

/** Asks a sizer, and judges what it buys. */
export function ask(sizer: Sizer, scenario: Scenario): Asked {
  const answer = sizer(scenario);
  return { scenario, answer, verdict: answer.status === "feasible" ? judge(scenario, answer) : null };
}

/** A purchase, and its verdict. */
export interface Bought extends Asked {
  readonly answer: Purchase;
  readonly verdict: Verdict;
}

/** Scenarios by what was said of them. */
interface Sorted {
  /** Purchases for what can be met. */
  readonly bought: readonly Bought[];
  /** Those that the sweeps can judge. */
  readonly judged: readonly Bought[];
  /** They, and what can be met but was held to be infeasible: who buys nothing meets nothing. */
  readonly counted: readonly Asked[];
  /** GPUs bought over the fewest that meet. */
  readonly ratios: readonly number[];
  readonly saidNo: number;
  /** Answered by an error. */
  readonly refused: number;
  readonly impossible: number;
  readonly saidYes: number;
}

const isBought = (asked: Asked): asked is Bought => asked.answer.status === "feasible";
const isMet = ({ verdict }: Asked): boolean => verdict?.verdict === "met";
const fewest = ({ scenario: { truth } }: Asked): number => (truth.feasible ? truth.gpus : Number.NaN);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const groupsOf = (asked: readonly Asked[]): readonly (readonly Asked[])[] => [
  ...groupBy(asked, ({ scenario }) => scenario.room.group).values(),
];

/** Of a list, in %. */
const share = <T>(list: readonly T[], holds: (item: T) => boolean): number =>
  (100 * list.filter(holds).length) / list.length;

/** What is told of a sizer; shares in %, NaN of nothing. `x` is GPUs bought over the fewest, `miss` a time over its limit. */
const FIGURES = {
  n: ({ bought, saidNo }) => bought.length + saidNo,
  groups: ({ counted }) => groupsOf(counted).length,
  "met %": ({ counted }) => share(counted, isMet),
  "by groups": ({ counted }) => sum(groupsOf(counted).map((group) => share(group, isMet))) / groupsOf(counted).length,
  "of bought": ({ judged }) => share(judged, isMet),
  "within 5 %": ({ counted }) =>
    share(counted, (one) => isMet(one) || (one.verdict !== null && one.verdict.excess <= 1.05)),
  "exact %": ({ ratios }) => share(ratios, (ratio) => ratio === 1),
  "fewer %": ({ ratios }) => share(ratios, (ratio) => ratio < 1),
  "more %": ({ ratios }) => share(ratios, (ratio) => ratio > 1),
  "x median": ({ ratios }) => median(ratios),
  "x p90": ({ ratios }) => quantile(ratios, 0.9),
  "x sum": ({ bought }) => sum(bought.map(({ answer }) => answer.gpus)) / sum(bought.map(fewest)),
  "miss p50": ({ judged }) => median(judged.filter((one) => !isMet(one)).map(({ verdict }) => verdict.excess)),
  unjudged: ({ bought, judged }) => bought.length - judged.length,
  "said no": ({ saidNo }) => saidNo,
  refused: ({ refused }) => refused,
  impossible: ({ impossible }) => impossible,
  "said yes": ({ saidYes }) => saidYes,
} satisfies Readonly<Record<string, (sorted: Sorted) => number>>;

/** How good a sizer is. */
export type Score = Readonly<Record<keyof typeof FIGURES, number>>;

/** The score of a sizer over what it was asked. */
export function scoreOf(asked: readonly Asked[]): Score {
  const possible = asked.filter(({ scenario }) => scenario.truth.feasible);
  const impossible = asked.filter(({ scenario }) => !scenario.truth.feasible);
  const no = possible.filter(({ answer }) => answer.status === "infeasible");
  const bought = possible.filter(isBought);
  const judged = bought.filter(({ verdict }) => verdict.verdict !== "unknown");
  const sorted = {
    bought,
    judged,
    counted: [...judged, ...no],
    ratios: bought.map((one) => one.answer.gpus / fewest(one)),
    saidNo: no.length,
    refused: possible.length - bought.length - no.length,
    impossible: impossible.length,
    saidYes: impossible.filter(isBought).length,
  };
  return Object.fromEntries(Object.entries(FIGURES).map(([name, figure]) => [name, figure(sorted)])) as Score;
}
