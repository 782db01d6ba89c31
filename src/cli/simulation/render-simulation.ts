import { say } from "../../language/language.js";
import type { NamedSimulation, TimeSeries, TimeSummary } from "../../simulate.js";
import { colours } from "../colours.js";
import type { CommandLanguage } from "../language/command-language.js";
import { lineChart } from "../line-chart.js";
import { predictionWarningLines } from "../render-warnings.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { outcome, targetTable, tooShortWarning } from "./target-results.js";

/** How requests were shared and drawn. */
export interface RunNames {
  readonly routing: string;
  readonly seed: number;
}

/** A simulation for a terminal of 80 columns, or a pipe. */
export function renderSimulation(simulation: NamedSimulation, names: RunNames, language: CommandLanguage): string {
  const paragraphs = [
    headline(simulation, language),
    fleetLines(simulation, names, language),
    targetTable(simulation, language),
    timeTable(simulation, language),
    trafficTable(simulation, language),
    ...charts(simulation, language),
    tooShortWarning(simulation.tooShort, language),
    predictionWarningLines(simulation.warnings, language),
    certainty(simulation, names, language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function headline(
  { met, targets, withinTargets, gpus, replicas, requests, seconds }: NamedSimulation,
  language: CommandLanguage,
): string {
  const { figures, words } = language;
  const fleet = words.simulation.fleet(gpus, replicas);
  if (met === null) return colours.bold(`${figures.label(fleet)} ${words.simulation.requestsIn(requests, seconds)}`);
  return outcome(fleet, { met, targets, withinTargets }, language);
}

function fleetLines(
  { model, gpu, engine, source, slots, cacheTokens, replicas, profile }: NamedSimulation,
  { routing }: RunNames,
  language: CommandLanguage,
): string {
  const words = language.words.simulation;
  const shared = say(language, "value", { value: routing, unit: "" });
  return [
    words.subject(model, gpu, engine, source),
    words.slots(slots, cacheTokens, replicas, shared),
    ...(profile !== null && !profile.matches
      ? [words.otherProfile(profile.differences.map(({ field }) => field).join(", "))]
      : []),
  ]
    .flatMap((line) => wrap(line))
    .join("\n");
}

function timeTable(
  { queueSeconds, ttftSeconds, tpotSeconds, e2eSeconds }: NamedSimulation,
  { words: { times }, figures }: CommandLanguage,
): string {
  const row = (name: string, of: TimeSummary | null): readonly string[] =>
    of === null
      ? [name, times.none]
      : [name, ...[of.mean, of.p50, of.p90, of.p95, of.p99, of.max].map(figures.seconds)];
  const rows = [
    row(times.toSlot, queueSeconds),
    row(times.toFirstToken, ttftSeconds),
    row(times.perOutputToken, tpotSeconds),
    row(times.toLastToken, e2eSeconds),
  ];
  return formatTable(
    [times.time, times.mean, "p50", "p90", "p95", "p99", times.max],
    rows.map((cells) => [...cells, ...Array<string>(7 - cells.length).fill("")]),
    [1, 2, 3, 4, 5, 6],
  );
}

function trafficTable(
  {
    requests,
    finished,
    counted,
    rejected,
    preemptions,
    requestsPerSecond,
    outputTokensPerSecond,
    utilisation,
  }: NamedSimulation,
  { words: { simulation: words }, figures: { count, list, number, percent } }: CommandLanguage,
): string {
  const { busyShare, slotShare, running, waiting, cacheShare } = utilisation;
  return formatTable(
    [words.traffic, ""],
    [
      [words.requests, list([requests, finished, counted].map(count))],
      [words.rejected, count(rejected)],
      [words.preemptions, count(preemptions)],
      [words.rates, list([requestsPerSecond, outputTokensPerSecond].map(number))],
      [words.running, list([running, waiting].map(number))],
      [words.steps, percent(Math.min(1, busyShare))],
      [words.inUse, list([slotShare, cacheShare].map(percent))],
    ],
    [1],
  );
}

function charts({ timeSeries, seconds }: NamedSimulation, language: CommandLanguage): readonly string[] {
  if (timeSeries === null) return [];
  const { words, figures } = language;
  const axis = { from: "0 s", to: `${figures.number(seconds)} s` };
  const tokens = timeSeries.outputTokens.map((written, index) => written / lengthOf(timeSeries, index, seconds));
  return [
    lineChart({ title: words.simulation.requestsRunning, curves: [timeSeries.running], ...axis }, language),
    lineChart({ title: words.simulation.requestsWaiting, curves: [timeSeries.waiting], ...axis }, language),
    ...(tokens.some((perSecond) => perSecond > 0)
      ? [lineChart({ title: words.simulation.outputTokensPerSecond, curves: [tokens], ...axis }, language)]
      : []),
  ];
}

/** Intervals are equal but the last. */
const lengthOf = ({ seconds }: TimeSeries, index: number, end: number): number =>
  (seconds[index + 1] ?? end) - (seconds[index] ?? 0);

function certainty(
  { ttftSeconds, e2eSeconds }: NamedSimulation,
  { seed }: RunNames,
  { words: { simulation: words }, figures }: CommandLanguage,
): string {
  const width = (times: TimeSummary | null): string =>
    times?.meanHalfWidth == null ? words.unknown : figures.seconds(times.meanHalfWidth);
  return wrap(words.certainty(seed, width(ttftSeconds), width(e2eSeconds)))
    .map((line) => colours.dim(line))
    .join("\n");
}
