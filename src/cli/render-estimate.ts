import type {
  ConstraintResult,
  Estimate,
  EstimateBand,
  EstimateConstraint,
  FeasibleEstimate,
  NamedEstimate,
  StableWaiting,
  Targets,
} from "../index.js";
import { USUAL_ROUNDS } from "../workload/arrivals.js";
import { colours } from "./colours.js";
import { renderLoad } from "./estimation/render-load.js";
import { renderVerification } from "./estimation/render-verification.js";
import { askedWaiting, waitingTable } from "./estimation/render-waiting.js";
import { formatAmount, formatCount, formatNumber, formatPercent, formatSeconds } from "./format.js";
import { assumedLine } from "./render-assumed.js";
import { formatTable } from "./table.js";
import { predictionWarningLines } from "./render-warnings.js";
import { nameOf } from "./constraint-name.js";
import { wrap } from "./wrap.js";
import { english } from "../language/english/index.js";
import { say, type Language } from "../language/language.js";

/** An estimate for a terminal of 80 columns, or a pipe. */
export function renderEstimate(estimate: NamedEstimate, language: Language = english): string {
  const paragraphs = [
    headline(estimate, language),
    subject(estimate),
    assumedLine(estimate.assumed, language),
    constraintTable(estimate, language),
  ];
  if (estimate.status === "feasible") {
    const waiting = askedWaiting(estimate, estimate.request);
    if (waiting !== null) paragraphs.push(waitingTable(waiting));
    paragraphs.push(
      estimate.verification === null ? replayLine(waiting, language) : renderVerification(estimate.verification),
    );
    paragraphs.push(
      performanceTable(estimate, waiting),
      planTable(estimate),
      marginTable(estimate, language),
      smallerTable(estimate, language),
    );
  }
  paragraphs.push(predictionWarningLines(estimate.warnings, language), searchLine(estimate, language));
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function headline(estimate: Estimate, language: Language): string {
  const colour = estimate.status === "feasible" ? colours.green : colours.red;
  const summary = wrap(say(language, "summary", estimate)).map((line) => colours.bold(colour(line)));
  if (estimate.status === "infeasible") return summary.join("\n");
  return [...summary, ...unsureLines(estimate), ...bandLines(estimate)].join("\n");
}

/** Where the purchase is less sure than was asked. */
const unsureLines = ({ confidence }: FeasibleEstimate): readonly string[] =>
  confidence === null || confidence.reached >= confidence.asked
    ? []
    : [
        colours.yellow(
          `${formatPercent(confidence.asked)} would take more than twice what predictions ask for: measure before you buy`,
        ),
      ];

/** How many GPUs it may turn out to be. */
const bandLines = ({ band, expected }: FeasibleEstimate): readonly string[] =>
  band === null
    ? []
    : [`${plural(expected.gpus)} as predicted, ${rangeOf(band)} with ${formatPercent(band.confidence)} confidence`];

function rangeOf({ fewestGpus, mostGpus }: EstimateBand): string {
  if (mostGpus === null) return `${plural(fewestGpus)} to no purchase that would do`;
  return fewestGpus === mostGpus ? plural(mostGpus) : `${fewestGpus} to ${plural(mostGpus)}`;
}

const plural = (gpus: number): string => `${gpus} GPU${gpus === 1 ? "" : "s"}`;

/** What is served on what, and from what was given to requests. */
const subject = (estimate: NamedEstimate): string =>
  [
    `${estimate.model} on ${estimate.gpu}, ${estimate.performanceModel} model`,
    renderLoad(estimate, estimate.request.workload),
    ...loadTest(estimate.request.targets),
  ]
    .flatMap((line) => wrap(line))
    .join("\n");

/** The load test that has to show the targets. */
const loadTest = ({ acceptance }: Targets): readonly string[] =>
  acceptance === undefined
    ? []
    : [
        `in a load test of ${formatNumber(acceptance.rounds ?? USUAL_ROUNDS)} rounds${acceptance.equalLengths === true ? ", all of equal lengths" : ""}`,
      ];

/** Demands and limits by predictions at the probability of the answer. */
function constraintTable(estimate: Estimate, language: Language): string {
  const sure = estimate.status === "feasible" ? (estimate.confidence?.reached ?? null) : null;
  const constraints: readonly (ConstraintResult | EstimateConstraint)[] = estimate.constraints;
  const rows = constraints.map((constraint) => [
    nameOf(constraint.name, language),
    formatAmount(constraint.demand, constraint.unit),
    formatAmount(constraint.limit, constraint.unit),
    formatPercent(constraint.margin),
    constraint.satisfied ? ("binding" in constraint && constraint.binding ? "binds" : "") : "violated",
  ]);
  return formatTable(
    [sure === null ? "constraint" : `constraint, ${formatPercent(sure)} sure`, "demand", "limit", "margin", ""],
    rows,
    [1, 2, 3],
  );
}

/** What users get; times are in a table of their own where waits are told. */
function performanceTable(
  { performance, traffic, maxBatchSize, queueRatio, headroom }: FeasibleEstimate,
  waiting: StableWaiting | null,
): string {
  const isWritten = performance.outputTokensPerSecond > 0;
  const times = [
    [isWritten ? "time to first token" : "time to the answer", formatSeconds(performance.ttftSeconds)],
    ...(performance.queueSeconds > 0 ? [["of that in the queue", formatSeconds(performance.queueSeconds)]] : []),
    ...(isWritten
      ? [
          ["time per output token", formatSeconds(performance.tpotSeconds)],
          ["end to end", formatSeconds(performance.e2eSeconds)],
        ]
      : []),
  ];
  const speeds = [
    ["tokens/s per request", formatNumber(performance.tokensPerSecondPerRequest)],
    ["tokens/s in all", formatNumber(performance.outputTokensPerSecond)],
  ];
  return formatTable(
    ["expected", ""],
    [
      ...(waiting === null ? times : [["utilisation", formatPercent(waiting.utilisation)]]),
      ...(isWritten ? speeds : [["requests/s", formatNumber(traffic.requestsPerSecond)]]),
      ...memoryRows(performance),
      ["batch size, queue ratio", `${maxBatchSize}, ${formatNumber(queueRatio)}`],
      ...(headroom === null ? [] : [["all targets hold up to", `${formatNumber(headroom)} x the load`]]),
    ],
    [1],
  );
}

type KvCache = FeasibleEstimate["performance"]["kvCache"];

/** What writes nothing keeps none. */
const keepsCache = (kvCache: KvCache): kvCache is NonNullable<KvCache> => kvCache !== null && kvCache.poolBytes > 0;

/** Memory of one replica, and of its cache what the running requests hold. */
function memoryRows({ memory: { parts }, kvCache }: FeasibleEstimate["performance"]): readonly (readonly string[])[] {
  if (kvCache === null) return [];
  const bytes = (...amounts: readonly number[]): string =>
    amounts.map((amount) => formatAmount(amount, "bytes")).join(", ");
  return [
    ["weights, work space", bytes(parts["weights"] ?? 0, parts["workSpace"] ?? 0)],
    ...(keepsCache(kvCache) ? [["KV cache, in use", bytes(kvCache.poolBytes, kvCache.runningBytes)]] : []),
  ];
}

/** Where formulas are rough, and nobody has replayed the plan. */
const replayLine = (waiting: StableWaiting | null, language: Language): string =>
  waiting?.needsReplay === true
    ? wrap(
        `${language.labels["replay before you buy"]} ${waiting.reasons.map((reason) => say(language, "replayReason", reason)).join("; ")} (--verify)`,
      )
        .map((line) => colours.yellow(line))
        .join("\n")
    : "";

/** What each margin that was asked for adds. */
function marginTable({ margins }: FeasibleEstimate, language: Language): string {
  if (margins.length === 0) return "";
  return formatTable(
    ["margin", "", "adds"],
    margins.map(({ name, value, gpus }) => [say(language, "margin", name), formatNumber(value), plural(gpus)]),
    [1, 2],
  );
}

/** How a replica is run, and how well its speed is known. */
function planTable({ plan, performance }: FeasibleEstimate): string {
  if (plan === null) return "";
  const { tensor, pipeline, data, expert, precision, settings, source } = plan;
  return formatTable(
    [`each replica (constants: ${source})`, ""],
    [
      ["tensor x pipeline x data", [tensor, pipeline, data].join(" x ")],
      ...(expert > 1 ? [["GPUs that whole experts are spread over", formatNumber(expert)]] : []),
      keepsCache(performance.kvCache)
        ? ["weights, KV cache", `${precision.weights}, ${precision.kvCache}`]
        : ["weights", precision.weights],
      ["requests, tokens of a step", [settings.maxNumSeqs, settings.maxBatchedTokens].map(formatCount).join(", ")],
      ["longest request", `${formatCount(settings.maxModelLen)} tokens`],
      ["share of memory", formatNumber(settings.utilization)],
    ],
    [1],
  );
}

function smallerTable({ nextSmaller, spareReplicas }: FeasibleEstimate, language: Language): string {
  if (nextSmaller.length === 0) return "";
  const rows = nextSmaller.map(({ gpus, gpusPerReplica, replicas, violated }) => [
    `${gpus} = ${spareReplicas === 0 ? replicas : `(${replicas} + ${spareReplicas})`} x ${gpusPerReplica}`,
    violated
      .map(
        ({ name, demand, limit, unit }) =>
          `${nameOf(name, language)}: ${formatAmount(demand, unit)} > ${formatAmount(limit, unit)}`,
      )
      .join("\n"),
  ]);
  return formatTable(["fewer GPUs", "would violate"], rows);
}

function searchLine({ search }: Estimate, language: Language): string {
  const { labels } = language;
  const certificate =
    search.doubt === null ? labels.proven : `${labels["not proven"]} ${say(language, "doubt", search.doubt)}`;
  return wrap(`${certificate} (${search.evaluations} evaluations)`)
    .map((line) => colours.dim(line))
    .join("\n");
}
