import type {
  ConstraintResult,
  Estimate,
  EstimateConstraint,
  FeasibleEstimate,
  NamedEstimate,
  StableWaiting,
  Targets,
} from "../index.js";
import { say } from "../language/language.js";
import { USUAL_ROUNDS } from "../workload/arrivals.js";
import { colours } from "./colours.js";
import { renderLoad } from "./estimation/render-load.js";
import { renderVerification } from "./estimation/render-verification.js";
import { askedWaiting, waitingTable } from "./estimation/render-waiting.js";
import type { CommandLanguage } from "./language/command-language.js";
import { assumedLine } from "./render-assumed.js";
import { predictionWarningLines } from "./render-warnings.js";
import { formatTable } from "./table.js";
import { inLines, wrap } from "./wrap.js";

/** An estimate for a terminal of 80 columns, or a pipe. */
export function renderEstimate(estimate: NamedEstimate, language: CommandLanguage): string {
  const paragraphs = [
    headline(estimate, language),
    subject(estimate, language),
    assumedLine(estimate.assumed, language),
    constraintTable(estimate, language),
  ];
  if (estimate.status === "feasible") {
    const waiting = askedWaiting(estimate, estimate.request);
    if (waiting !== null) paragraphs.push(waitingTable(waiting, language));
    paragraphs.push(
      estimate.verification === null
        ? replayLine(waiting, language)
        : renderVerification(estimate.verification, language),
    );
    paragraphs.push(
      performanceTable(estimate, waiting, language),
      planTable(estimate, language),
      marginTable(estimate, language),
      smallerTable(estimate, language),
    );
  }
  paragraphs.push(predictionWarningLines(estimate.warnings, language), searchLine(estimate, language));
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function headline(estimate: Estimate, language: CommandLanguage): string {
  const colour = estimate.status === "feasible" ? colours.green : colours.red;
  const summary = wrap(say(language, "summary", estimate)).map((line) => colours.bold(colour(line)));
  if (estimate.status === "infeasible") return summary.join("\n");
  return [...summary, ...unsureLines(estimate, language), ...bandLines(estimate, language)].join("\n");
}

/** Where the purchase is less sure than was asked. */
const unsureLines = ({ confidence }: FeasibleEstimate, { words }: CommandLanguage): readonly string[] =>
  confidence === null || confidence.reached >= confidence.asked
    ? []
    : wrap(words.estimate.lessSure(confidence.asked)).map((line) => colours.yellow(line));

/** How many GPUs it may turn out to be. */
const bandLines = ({ band, expected }: FeasibleEstimate, { words }: CommandLanguage): readonly string[] =>
  band === null ? [] : wrap(words.estimate.band(expected.gpus, band.fewestGpus, band.mostGpus, band.confidence));

/** What is served on what, and from what was given to requests. */
const subject = (estimate: NamedEstimate, language: CommandLanguage): string =>
  [
    language.words.estimate.subject(estimate.model, estimate.gpu, estimate.performanceModel),
    renderLoad(estimate, estimate.request.workload, language),
    ...loadTest(estimate.request.targets, language),
  ]
    .flatMap((line) => wrap(line))
    .join("\n");

/** The load test that has to show the targets. */
const loadTest = ({ acceptance }: Targets, { words }: CommandLanguage): readonly string[] =>
  acceptance === undefined
    ? []
    : [words.estimate.loadTest(acceptance.rounds ?? USUAL_ROUNDS, acceptance.equalLengths === true)];

/** Columns of the name of a constraint: longer ones go on in the next line. */
const NAME_COLUMNS = 23;

/** Demands and limits by predictions at the probability of the answer. */
function constraintTable(estimate: Estimate, { words: { estimate: words }, figures }: CommandLanguage): string {
  const sure = estimate.status === "feasible" ? (estimate.confidence?.reached ?? null) : null;
  const constraints: readonly (ConstraintResult | EstimateConstraint)[] = estimate.constraints;
  const rows = constraints.map((constraint) => [
    inLines(figures.constraint(constraint.name), NAME_COLUMNS),
    figures.amount(constraint.demand, constraint.unit),
    figures.amount(constraint.limit, constraint.unit),
    figures.percent(constraint.margin),
    constraint.satisfied ? ("binding" in constraint && constraint.binding ? words.binds : "") : words.violated,
  ]);
  return formatTable([words.constraint(sure), words.demand, words.limit, words.margin, ""], rows, [1, 2, 3]);
}

/** What users get; times are in a table of their own where waits are told. */
function performanceTable(
  { performance, traffic, maxBatchSize, queueRatio, headroom }: FeasibleEstimate,
  waiting: StableWaiting | null,
  { words: { estimate: words }, figures }: CommandLanguage,
): string {
  const isWritten = performance.outputTokensPerSecond > 0;
  const times = [
    [isWritten ? words.timeToFirstToken : words.timeToAnswer, figures.seconds(performance.ttftSeconds)],
    ...(performance.queueSeconds > 0 ? [[words.inQueue, figures.seconds(performance.queueSeconds)]] : []),
    ...(isWritten
      ? [
          [words.timePerOutputToken, figures.seconds(performance.tpotSeconds)],
          [words.endToEnd, figures.seconds(performance.e2eSeconds)],
        ]
      : []),
  ];
  const speeds = [
    [words.speedOfRequest, figures.number(performance.tokensPerSecondPerRequest)],
    [words.speedInAll, figures.number(performance.outputTokensPerSecond)],
  ];
  return formatTable(
    [words.expected, ""],
    [
      ...(waiting === null ? times : [[words.utilisation, figures.percent(waiting.utilisation)]]),
      ...(isWritten ? speeds : [[words.requestsPerSecond, figures.number(traffic.requestsPerSecond)]]),
      ...memoryRows(performance, { words, figures }),
      [words.batchAndQueue, figures.list([String(maxBatchSize), figures.number(queueRatio)])],
      ...(headroom === null ? [] : [[words.headroom, words.timesLoad(headroom)]]),
    ],
    [1],
  );
}

type KvCache = FeasibleEstimate["performance"]["kvCache"];

/** What writes nothing keeps none. */
const keepsCache = (kvCache: KvCache): kvCache is NonNullable<KvCache> => kvCache !== null && kvCache.poolBytes > 0;

/** Memory of one replica, and of its cache what the running requests hold. */
function memoryRows(
  { memory: { parts }, kvCache }: FeasibleEstimate["performance"],
  { words, figures }: { words: CommandLanguage["words"]["estimate"]; figures: CommandLanguage["figures"] },
): readonly (readonly string[])[] {
  if (kvCache === null) return [];
  const bytes = (...amounts: readonly number[]): string =>
    figures.list(amounts.map((amount) => figures.amount(amount, "bytes")));
  return [
    [words.weightsAndWorkSpace, bytes(parts["weights"] ?? 0, parts["workSpace"] ?? 0)],
    ...(keepsCache(kvCache) ? [[words.cacheInUse, bytes(kvCache.poolBytes, kvCache.runningBytes)]] : []),
  ];
}

/** Where formulas are rough, and nobody has replayed the plan. */
const replayLine = (waiting: StableWaiting | null, language: CommandLanguage): string =>
  waiting?.needsReplay === true
    ? wrap(
        `${language.labels["replay before you buy"]} ${language.figures.clauses(waiting.reasons.map((reason) => say(language, "replayReason", reason)))} (--verify)`,
      )
        .map((line) => colours.yellow(line))
        .join("\n")
    : "";

/** What each margin that was asked for adds. */
function marginTable({ margins }: FeasibleEstimate, language: CommandLanguage): string {
  if (margins.length === 0) return "";
  const { words, figures } = language;
  return formatTable(
    [words.estimate.margin, "", words.estimate.adds],
    margins.map(({ name, value, gpus }) => [
      say(language, "margin", name),
      figures.number(value),
      words.estimate.gpus(gpus),
    ]),
    [1, 2],
  );
}

/** How a replica is run, and how well its speed is known. */
function planTable(
  { plan, performance }: FeasibleEstimate,
  { words: { estimate: words }, figures }: CommandLanguage,
): string {
  if (plan === null) return "";
  const { tensor, pipeline, data, expert, precision, settings, source } = plan;
  return formatTable(
    [words.eachReplica(source), ""],
    [
      [words.parallelSizes, [tensor, pipeline, data].join(` ${figures.times} `)],
      ...(expert > 1 ? [[words.expertGpus, figures.number(expert)]] : []),
      keepsCache(performance.kvCache)
        ? [words.weightsAndCache, `${precision.weights}, ${precision.kvCache}`]
        : [words.weights, precision.weights],
      [words.requestsAndTokens, figures.list([settings.maxNumSeqs, settings.maxBatchedTokens].map(figures.count))],
      [words.longestRequest, words.tokens(settings.maxModelLen)],
      [words.memoryShare, figures.number(settings.utilization)],
    ],
    [1],
  );
}

/** Columns of a limit that fewer GPUs would miss. */
const VIOLATED_COLUMNS = 56;

function smallerTable(
  { nextSmaller, spareReplicas }: FeasibleEstimate,
  { words: { estimate: words }, figures }: CommandLanguage,
): string {
  if (nextSmaller.length === 0) return "";
  const rows = nextSmaller.map(({ gpus, gpusPerReplica, replicas, violated }) => [
    `${gpus} = ${spareReplicas === 0 ? replicas : `(${replicas} + ${spareReplicas})`} ${figures.times} ${gpusPerReplica}`,
    violated
      .map(({ name, demand, limit, unit }) =>
        inLines(
          `${figures.label(figures.constraint(name))} ${figures.amount(demand, unit)} > ${figures.amount(limit, unit)}`,
          VIOLATED_COLUMNS,
        ),
      )
      .join("\n"),
  ]);
  return formatTable([words.fewerGpus, words.wouldViolate], rows);
}

function searchLine({ search }: Estimate, language: CommandLanguage): string {
  const { labels, words } = language;
  const certificate =
    search.doubt === null ? labels.proven : `${labels["not proven"]} ${say(language, "doubt", search.doubt)}`;
  return wrap(`${certificate} ${words.estimate.evaluations(search.evaluations)}`)
    .map((line) => colours.dim(line))
    .join("\n");
}
