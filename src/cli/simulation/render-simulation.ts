import { colours } from "../colours.js";
import { formatCount, formatNumber, formatPercent, formatSeconds } from "../format.js";
import type { NamedSimulation, TimeSeries, TimeSummary } from "../../simulate.js";
import { lineChart } from "../line-chart.js";
import { formatTable } from "../table.js";
import { warningLines } from "../render-warnings.js";
import { wrap } from "../wrap.js";
import { outcome, targetTable, tooShortWarning } from "./target-results.js";

/** How requests were shared and drawn. */
export interface RunNames {
  readonly routing: string;
  readonly seed: number;
}

/** A simulation for a terminal of 80 columns, or a pipe. */
export function renderSimulation(simulation: NamedSimulation, names: RunNames): string {
  const paragraphs = [
    headline(simulation),
    fleetLines(simulation, names),
    targetTable(simulation),
    timeTable(simulation),
    trafficTable(simulation),
    ...charts(simulation),
    tooShortWarning(simulation.tooShort),
    warningLines(simulation.warnings),
    certainty(simulation, names),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function headline({ met, targets, withinTargets, gpus, replicas, requests, seconds }: NamedSimulation): string {
  const fleet = `${gpus} GPU${gpus === 1 ? "" : "s"} = ${replicas} replica${replicas === 1 ? "" : "s"} x ${gpus / replicas}`;
  if (met === null)
    return colours.bold(
      `${fleet}: ${formatCount(requests)} request${requests === 1 ? "" : "s"} in ${formatSeconds(seconds)}`,
    );
  return outcome(fleet, { met, targets, withinTargets });
}

function fleetLines(
  { model, gpu, engine, source, slots, cacheTokens, replicas, profile }: NamedSimulation,
  { routing }: RunNames,
): string {
  const cache = cacheTokens === null ? "no cache to fill" : `a cache of ${formatNumber(cacheTokens)} tokens`;
  return [
    `${model} on ${gpu}, ${engine} (constants: ${source})`,
    `${formatCount(slots)} slots and ${cache} in ${replicas === 1 ? "the replica" : `each replica, ${routing}`}`,
    ...(profile !== null && !profile.matches
      ? [`the profile was fitted to another ${profile.differences.map(({ field }) => field).join(", ")}`]
      : []),
  ]
    .flatMap((line) => wrap(line))
    .join("\n");
}

function timeTable({ queueSeconds, ttftSeconds, tpotSeconds, e2eSeconds }: NamedSimulation): string {
  const row = (name: string, times: TimeSummary | null): readonly string[] =>
    times === null
      ? [name, "none"]
      : [name, ...[times.mean, times.p50, times.p90, times.p95, times.p99, times.max].map(formatSeconds)];
  const rows = [
    row("to a slot", queueSeconds),
    row("to the first token", ttftSeconds),
    row("per output token", tpotSeconds),
    row("to the last token", e2eSeconds),
  ];
  return formatTable(
    ["time", "mean", "p50", "p90", "p95", "p99", "max"],
    rows.map((cells) => [...cells, ...Array<string>(7 - cells.length).fill("")]),
    [1, 2, 3, 4, 5, 6],
  );
}

function trafficTable({
  requests,
  finished,
  counted,
  rejected,
  preemptions,
  requestsPerSecond,
  outputTokensPerSecond,
  utilisation,
}: NamedSimulation): string {
  const { busyShare, slotShare, running, waiting, cacheShare } = utilisation;
  return formatTable(
    ["fleet", ""],
    [
      ["requests, finished, in the figures", [requests, finished, counted].map(formatCount).join(", ")],
      ["longer than the cache, turned away", formatCount(rejected)],
      ["put back for want of cache", formatCount(preemptions)],
      ["requests/s, output tokens/s", [requestsPerSecond, outputTokensPerSecond].map(formatNumber).join(", ")],
      ["running, waiting (mean)", [running, waiting].map(formatNumber).join(", ")],
      ["steps under way", formatPercent(Math.min(1, busyShare))],
      ["slots, cache in use", [slotShare, cacheShare].map(formatPercent).join(", ")],
    ],
    [1],
  );
}

function charts({ timeSeries, seconds }: NamedSimulation): readonly string[] {
  if (timeSeries === null) return [];
  const axis = { from: "0 s", to: `${formatNumber(seconds)} s` };
  const tokens = timeSeries.outputTokens.map((written, index) => written / lengthOf(timeSeries, index, seconds));
  return [
    lineChart({ title: "requests running", curves: [timeSeries.running], ...axis }),
    lineChart({ title: "requests waiting", curves: [timeSeries.waiting], ...axis }),
    ...(tokens.some((perSecond) => perSecond > 0)
      ? [lineChart({ title: "output tokens/s", curves: [tokens], ...axis })]
      : []),
  ];
}

/** Intervals are equal but the last. */
const lengthOf = ({ seconds }: TimeSeries, index: number, end: number): number =>
  (seconds[index + 1] ?? end) - (seconds[index] ?? 0);

function certainty({ ttftSeconds, e2eSeconds }: NamedSimulation, { seed }: RunNames): string {
  const width = (times: TimeSummary | null): string =>
    times?.meanHalfWidth == null ? "unknown" : formatSeconds(times.meanHalfWidth);
  return wrap(
    `seed ${seed}; 95 % confidence of the means: first token +-${width(ttftSeconds)}, last token +-${width(e2eSeconds)}`,
  )
    .map((line) => colours.dim(line))
    .join("\n");
}
