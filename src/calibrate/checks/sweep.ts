import type { CalibrationWarning } from "../calibration-warning.js";
import type { Observation } from "../../measurements/observation.js";
import { STATED_TEXTS } from "../../measurements/stated.js";

/** A point of a sweep: an observation with a known concurrency, and its index in the list that is checked. */
export interface Point {
  readonly index: number;
  readonly concurrency: number;
  readonly observation: Observation;
}

/** Observations of one deployment under requests of similar lengths, by rising concurrency. */
export type Sweep = readonly Point[];

/** Looks for one thing in observations, and in the sweeps that they form. */
export type Check = (observations: readonly Observation[], sweeps: readonly Sweep[]) => readonly Warning[];

/** A warning about observations by index; checks know no places in files. */
export type Warning = Pick<CalibrationWarning, "code" | "message" | "evidence" | "observations">;

/** Lengths within this factor of those of a sweep's first observation belong to it: drawn lengths of short runs scatter that far. */
const SIMILAR_LENGTHS = 2;

/**
 * The sweeps of observations. A file that holds several is a sweep of its own; files of one observation each are put
 * together by what was served, on what, by what.
 *
 * @param observations - the observations; those without a concurrency belong to no sweep.
 */
export function sweepsOf(observations: readonly Observation[]): readonly Sweep[] {
  const sizes = new Map<string, number>();
  for (const { source } of observations)
    if (source.file !== undefined) sizes.set(source.file, (sizes.get(source.file) ?? 0) + 1);
  const sweeps: { readonly key: string; readonly first: Observation; readonly points: Point[] }[] = [];
  observations.forEach((observation, index) => {
    if (observation.concurrency === null) return;
    const { file } = observation.source;
    const key = JSON.stringify([deploymentOf(observation), (sizes.get(file ?? "") ?? 0) > 1 ? file : null]);
    const point = { index, concurrency: observation.concurrency, observation };
    const sweep = sweeps.find((candidate) => candidate.key === key && hasLengthsOf(candidate.first, observation));
    if (sweep === undefined) sweeps.push({ key, first: observation, points: [point] });
    else sweep.points.push(point);
  });
  return sweeps.map(({ points }) => points.sort((a, b) => a.concurrency - b.concurrency));
}

/** What was served, on what, by what, measured with what; two observations with the same value may be compared. */
export const deploymentOf = ({ source, ...observation }: Observation): string =>
  JSON.stringify([source.tool, ...DEPLOYMENT.map((name) => observation[name])]);

const DEPLOYMENT = [...STATED_TEXTS, "gpus", "tensor", "pipeline", "expert", "data", "maxNumSeqs"] as const;

const hasLengthsOf = (a: Observation, b: Observation): boolean =>
  areSimilar(a.outputTokens, b.outputTokens) &&
  (a.inputTokens === null || b.inputTokens === null || areSimilar(a.inputTokens, b.inputTokens));

const areSimilar = (a: number, b: number): boolean => Math.max(a, b) <= SIMILAR_LENGTHS * Math.min(a, b);
