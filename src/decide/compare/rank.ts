import type { Assessed, Candidate } from "./candidate.js";

/** What candidates are put in order by: the first figure that differs decides, and in the end the names. */
interface Key {
  readonly figures: readonly number[];
  readonly names: string;
}

/** Those that nobody can be told to buy stand behind the others. */
const CLASSES = ["priced", "without a price", "impractical", "infeasible", "refused"] as const;

const classOf = (candidate: Assessed): (typeof CLASSES)[number] =>
  candidate.status !== "feasible"
    ? candidate.status
    : candidate.impractical !== null
      ? "impractical"
      : candidate.cost.rent === null
        ? "without a price"
        : "priced";

function keyOf(candidate: Assessed): Key {
  const { engine = "", precision } = candidate.choice;
  const engineName = typeof engine === "string" ? engine : engine.id;
  const names = [candidate.gpu, candidate.model, engineName, JSON.stringify(precision ?? {})].join(" ");
  const place = CLASSES.indexOf(classOf(candidate));
  if (candidate.status !== "feasible") return { figures: [place], names };
  const { cost, estimate } = candidate;
  // What is not known comes last.
  const known = (value: number | undefined): number => value ?? Infinity;
  return {
    figures: [
      place,
      known(cost.rent?.perHour),
      known(cost.atPeak.power?.siteWatts),
      estimate.gpus,
      estimate.traffic.e2eSeconds,
    ],
    names,
  };
}

function compareKeys(a: Key, b: Key): number {
  for (const [i, figure] of a.figures.entries()) {
    const other = b.figures[i] ?? 0;
    if (figure !== other) return figure < other ? -1 : 1;
  }
  return a.names === b.names ? 0 : a.names < b.names ? -1 : 1;
}

/** Cost and time of those that can be put on a front. */
interface Point {
  readonly perHour: number;
  readonly seconds: number;
}

const pointOf = (candidate: Assessed): Point | null =>
  candidate.status === "feasible" && classOf(candidate) === "priced" && candidate.cost.rent !== null
    ? { perHour: candidate.cost.rent.perHour, seconds: candidate.estimate.traffic.e2eSeconds }
    : null;

const beats = (a: Point, b: Point): boolean =>
  a.perHour <= b.perHour && a.seconds <= b.seconds && (a.perHour < b.perHour || a.seconds < b.seconds);

/**
 * Puts candidates in order, the cheapest first: those without a price by power, then those that nobody would buy, those that meet no target, and
 * those that cannot be built. No two have the same place, and a dearer price never makes one better.
 *
 * @param assessed - in any order.
 * @returns the same with places, and with the front of cost against the time of a request.
 */
export function ranked(assessed: readonly Assessed[]): readonly Candidate[] {
  const points = assessed.map(pointOf).filter((point) => point !== null);
  return assessed
    .map((candidate, index) => ({ candidate, index, key: keyOf(candidate) }))
    .sort((a, b) => compareKeys(a.key, b.key) || a.index - b.index)
    .map(({ candidate }, index) => {
      const point = pointOf(candidate);
      const onFront = point !== null && !points.some((other) => beats(other, point));
      return { ...candidate, rank: index + 1, onFront };
    });
}
