import type { DerivedQuantity, Observation, ObservationSource, LaterTimes } from "../../measurements/observation.js";
import { statedOf, type Reading } from "../../measurements/stated.js";
import type { Draft, Note, Times } from "./draft.js";
import { ratio } from "./json-record.js";
import { senseless } from "./sense.js";

/** An observation, or null where the row cannot be used; and what is to be said of it. */
export interface Read {
  readonly observation: Observation | null;
  readonly notes: readonly Note[];
}

/**
 * The observation of a draft. What the file leaves out and two other figures imply is computed:
 *
 * $$\text{TPOT} = \frac{\text{request} - \text{TTFT}}{\text{output tokens} - 1} \qquad X = \frac{\text{completed}}{\text{duration}} \qquad C = X \, \overline{\text{request}}$$
 *
 * the last by Little's law. A figure that is no positive finite number is left out, with a note. A row is refused when no
 * request was completed, the output length is not known, nothing was measured, or its times make no sense in their unit.
 *
 * @param draft - what a reader found in one row.
 * @param source - where.
 */
export function observationOf(draft: Draft, source: ObservationSource): Read {
  const { outputTokens, completed, medians } = draft;
  if (draft.defect !== undefined) return refused(draft.defect);
  if (completed === 0) return refused("no request was completed");
  if (outputTokens === undefined) return refused("the output length is not stated");
  if (!Number.isFinite(outputTokens) || outputTokens <= 0) return refused(`the output length is ${outputTokens}`);
  const statistic = statisticOf(draft);
  const times = withTpot((statistic === "mean" ? draft.means : medians) ?? {}, outputTokens);
  const notes: Note[] = [...(draft.notes ?? [])];
  const kept = keeper(notes);
  const measured = {
    ...kept("ttftSeconds", times.ttftSeconds),
    ...kept("ttftP50Seconds", medians?.ttftSeconds),
    ...kept("ttftP90Seconds", draft.ttftP90Seconds),
    ...kept("ttftP95Seconds", draft.ttftP95Seconds),
    ...kept("ttftP99Seconds", draft.ttftP99Seconds),
    ...kept("tpotSeconds", times.tpotSeconds),
    ...kept("requestSeconds", times.requestSeconds),
    ...kept("outputTokensPerSecond", draft.outputTokensPerSecond),
    ...percentilesOf(draft, kept),
    ...kept("failedFraction", draft.failedFraction, isShare),
    ...kept("durationSeconds", draft.durationSeconds),
  };
  if (MEASURED.every((name) => measured[name] === undefined))
    return refused("no time and no rate of tokens was measured", notes);
  const defect = senseless(measured, outputTokens);
  if (defect !== null) return refused(defect, notes);
  if (notes.some(({ code }) => code === "speculative-decoding") && measured.tpotSeconds === undefined)
    return refused("the server drafted (speculative decoding), and no time per token was measured");
  const requestsPerSecond = draft.requestsPerSecond ?? ratio(completed, draft.durationSeconds);
  const concurrency = draft.concurrency ?? product(requestsPerSecond, meanRequestSeconds(draft.means, outputTokens));
  const { stated, unsound } = statedOf({ ...draft, requestsPerSecond, concurrency });
  for (const { name, value } of unsound) notes.push(leftOut(name, value));
  const derived: DerivedQuantity[] = [...stated.derived];
  if (draft.concurrency === undefined && stated.concurrency !== null) derived.push("concurrency");
  if (times.derived && measured.tpotSeconds !== undefined) derived.push("tpotSeconds");
  if (draft.requestsPerSecond === undefined && stated.requestsPerSecond !== undefined)
    derived.push("requestsPerSecond");
  return {
    observation: { source, ...stated, arrivals: draft.arrivals, outputTokens, statistic, ...measured, derived },
    notes,
  };
}

/** One of these makes a row worth reading. */
const MEASURED = [
  "ttftSeconds",
  "ttftP50Seconds",
  "ttftP90Seconds",
  "ttftP95Seconds",
  "ttftP99Seconds",
  "tpotSeconds",
  "requestSeconds",
  "outputTokensPerSecond",
] as const;

const refused = (message: string, notes: readonly Note[] = []): Read => ({
  observation: null,
  notes: [{ code: "invalid-row", message }, ...notes],
});

/** Means where the tool has one of the two times that a user feels, else medians. */
const statisticOf = ({ means, medians = {} }: Draft): Observation["statistic"] =>
  means.ttftSeconds !== undefined ||
  means.tpotSeconds !== undefined ||
  Object.values(medians).every((time) => time === undefined)
    ? "mean"
    : "median";

function withTpot(times: Times, outputTokens: number): Times & { readonly derived: boolean } {
  const { ttftSeconds, tpotSeconds, requestSeconds } = times;
  if (tpotSeconds !== undefined || ttftSeconds === undefined || requestSeconds === undefined || outputTokens <= 1)
    return { ...times, derived: false };
  return { ...times, tpotSeconds: (requestSeconds - ttftSeconds) / (outputTokens - 1), derived: true };
}

/** Mean time of a request: measured, else what its first token and the others take. */
const meanRequestSeconds = ({ requestSeconds, ttftSeconds, tpotSeconds }: Times, outputTokens: number): Reading =>
  requestSeconds ??
  (ttftSeconds === undefined || tpotSeconds === undefined ? undefined : ttftSeconds + tpotSeconds * (outputTokens - 1));

const product = (a: Reading, b: Reading): Reading => (a === undefined || b === undefined ? undefined : a * b);

/** Percentiles that a tool has; those of an unsound value are left out, with a note. */
function percentilesOf({ percentiles }: Draft, kept: Keeper): Pick<Observation, "percentiles"> {
  const found = Object.entries(percentiles ?? {}).flatMap(([percentile, times]) => {
    const sound: LaterTimes = {
      ...kept("tpotSeconds", times.tpotSeconds),
      ...kept("requestSeconds", times.requestSeconds),
    };
    return Object.keys(sound).length === 0 ? [] : [[percentile, sound] as const];
  });
  return found.length === 0 ? {} : { percentiles: Object.fromEntries(found) };
}

const isPositive = (value: number): boolean => value > 0;
const isShare = (value: number): boolean => value >= 0 && value <= 1;

const leftOut = (name: string, value: unknown): Note => ({
  code: "invalid-value",
  message: `${name} is ${String(value)} and was left out`,
});

type Keeper = ReturnType<typeof keeper>;

/** Keeps a reading under its name when it is sound; says so when it is not. */
const keeper =
  (notes: Note[]) =>
  <Name extends string>(
    name: Name,
    value: Reading,
    isSound: (value: number) => boolean = isPositive,
  ): { readonly [key in Name]?: number } => {
    if (value === undefined) return {};
    if (Number.isFinite(value) && isSound(value)) return { [name]: value } as { readonly [key in Name]?: number };
    notes.push(leftOut(name, value));
    return {};
  };
