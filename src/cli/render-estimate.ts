import type { ConstraintResult, Estimate, EstimateBand, EstimateConstraint, FeasibleEstimate, SmallerPurchase } from "../index.js";
import { colours } from "./colours.js";
import { formatAmount, formatNumber, formatPercent, formatSeconds } from "./format.js";
import { formatTable } from "./table.js";
import { wrap } from "./wrap.js";

/** How the user gave the load. */
interface Load {
  readonly concurrentUsers?: number;
}

/** An estimate for a terminal of 80 columns, or a pipe. */
export function renderEstimate(estimate: Estimate, load: Load): string {
  const paragraphs = [
    headline(estimate),
    `${estimate.model} on ${estimate.gpu}, ${estimate.performanceModel} model\n${loadLine(estimate, load)}`,
    constraintTable(estimate.constraints),
  ];
  if (estimate.status === "feasible") paragraphs.push(performanceTable(estimate), planLines(estimate), smallerTable(estimate.nextSmaller));
  paragraphs.push(warningLines(estimate));
  paragraphs.push(searchLine(estimate));
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function headline(estimate: Estimate): string {
  if (estimate.status === "feasible") return [colours.bold(colours.green(estimate.summary)), ...safetyLines(estimate), ...bandLines(estimate)].join("\n");
  return [...wrap(estimate.summary).map((line) => colours.bold(colours.red(line))), ...safetyLines(estimate)].join("\n");
}

/** What sizing for a probability added. */
const safetyLines = ({ safety }: Estimate): readonly string[] =>
  safety === null ? [] : [`sized to meet the targets with ${formatPercent(safety.confidence)} probability; ${plural(safety.gpusWithout)} as predicted`];

/** How many GPUs it may turn out to be. */
const bandLines = ({ band }: FeasibleEstimate): readonly string[] => (band === null ? [] : [`${rangeOf(band)} with ${formatPercent(band.confidence)} confidence`]);

function rangeOf({ fewestGpus, mostGpus }: EstimateBand): string {
  if (mostGpus === null) return `${plural(fewestGpus)} to no purchase that would do`;
  return fewestGpus === mostGpus ? plural(mostGpus) : `${fewestGpus} to ${plural(mostGpus)}`;
}

const plural = (gpus: number): string => `${gpus} GPU${gpus === 1 ? "" : "s"}`;

const warningLines = ({ warnings }: Estimate): string => warnings.flatMap(({ message }) => wrap(`not measured: ${message}`)).map((line) => colours.yellow(line)).join("\n");

function loadLine({ requestsInFlight }: Estimate, { concurrentUsers }: Load): string {
  if (requestsInFlight === null) return "requests in flight grow without end";
  const inFlight = `${formatNumber(requestsInFlight)} requests in flight`;
  if (concurrentUsers === undefined) return inFlight;
  return `${inFlight} = ${formatNumber(concurrentUsers)} users x ${formatNumber(requestsInFlight / concurrentUsers)} requests per user`;
}

function constraintTable(constraints: readonly (ConstraintResult | EstimateConstraint)[]): string {
  const rows = constraints.map((constraint) => [
    constraint.name,
    formatAmount(constraint.demand, constraint.unit),
    formatAmount(constraint.limit, constraint.unit),
    formatPercent(constraint.margin),
    constraint.satisfied ? ("binding" in constraint && constraint.binding ? "binds" : "") : "violated",
  ]);
  return formatTable(["constraint", "demand", "limit", "margin", ""], rows, [1, 2, 3]);
}

function performanceTable({ performance, maxBatchSize, queueRatio }: FeasibleEstimate): string {
  return formatTable(
    ["expected", ""],
    [
      ["time to first token", formatSeconds(performance.ttftSeconds)],
      ["time per output token", formatSeconds(performance.tpotSeconds)],
      ["wait for first token", formatSeconds(performance.waitSeconds)],
      ["tokens/s per request", formatNumber(performance.tokensPerSecondPerRequest)],
      ["tokens/s in all", formatNumber(performance.tokensPerSecond)],
      ["batch size, queue ratio", `${maxBatchSize}, ${formatNumber(queueRatio)}`],
    ],
    [1],
  );
}

/** How a replica is started, and how well its speed is known. */
function planLines({ plan }: FeasibleEstimate): string {
  if (plan === null) return "";
  return [`each replica (constants: ${plan.source})`, ...plan.flags.map((flag) => `  ${flag}`)].join("\n");
}

function smallerTable(purchases: readonly SmallerPurchase[]): string {
  if (purchases.length === 0) return "";
  const rows = purchases.map(({ gpus, gpusPerReplica, replicas, violated }) => [
    `${gpus} = ${replicas} x ${gpusPerReplica}`,
    violated.map(({ name, demand, limit, unit }) => `${name}: ${formatAmount(demand, unit)} > ${formatAmount(limit, unit)}`).join("\n"),
  ]);
  return formatTable(["fewer GPUs", "would violate"], rows);
}

function searchLine({ search }: Estimate): string {
  const certificate = search.certified ? "proven: no smaller purchase meets every constraint" : `not proven: ${search.reason ?? ""}`;
  return wrap(`${certificate} (${search.evaluations} evaluations)`).map((line) => colours.dim(line)).join("\n");
}
