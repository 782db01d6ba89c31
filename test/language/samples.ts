import type { CalibrationWarningCode } from "../../src/calibrate/calibration-warning.js";
import type { FitWarningCode } from "../../src/calibrate/fit-warning.js";
import { explanation, type ExplanationCode, type ExplanationValues } from "../../src/decide/explain/explanation.js";
import type { ErrorDetails } from "../../src/errors.js";
import type { SearchDoubt } from "../../src/estimate/search-doubt.js";
import type { Said } from "../../src/language.js";
import { notice, type NoticeCode, type NoticeValues } from "../../src/launch/notice.js";
import { warn, type WarningCode, type WarningValues } from "../../src/performance/prediction-warning.js";
import { CATALOG_RULES } from "../../src/rules/catalog.js";
import { COMMAND_RULES } from "../../src/rules/command.js";
import { CONFIG_RULES } from "../../src/rules/config.js";
import { DECIDE_RULES } from "../../src/rules/decide.js";
import { DEPLOYMENT_RULES } from "../../src/rules/deployment.js";
import { ESTIMATE_RULES } from "../../src/rules/estimate.js";
import { LOAD_TEST_RULES } from "../../src/rules/load-test.js";
import type { RuleCode } from "../../src/rules/rule-code.js";
import { NAMED_RULES } from "../../src/rules/named.js";
import { PERFORMANCE_RULES } from "../../src/rules/performance.js";
import { RUN_RULES } from "../../src/rules/run.js";
import { VALUE_RULES } from "../../src/rules/values.js";
import { WORKLOAD_RULES } from "../../src/rules/workload.js";
import { targetNames, STATISTICS, limitName } from "../../src/workload/targets.js";
import type { AssumptionCode } from "../../src/catalog/names/assumption.js";

const RULES: Readonly<Record<string, (values: never) => string>> = {
  ...VALUE_RULES,
  ...CATALOG_RULES,
  ...CONFIG_RULES,
  ...WORKLOAD_RULES,
  ...DEPLOYMENT_RULES,
  ...PERFORMANCE_RULES,
  ...ESTIMATE_RULES,
  ...NAMED_RULES,
  ...DECIDE_RULES,
  ...RUN_RULES,
  ...LOAD_TEST_RULES,
  ...COMMAND_RULES,
};

/** What rules speak of that is no number. */
const WORDS: Readonly<Record<string, string | readonly string[]>> = {
  allowed: ["qqq", "www"],
  known: ["qqq", "www"],
  names: ["qqq", "www"],
  fields: ["qqq", "www"],
  engines: ["qqq", "www"],
  tools: ["qqq", "www"],
  letters: ["Q", "W"],
  columns: ["qqq", "www"],
  speeds: ["qqq", "www"],
  logs: ["qqq", "www"],
  kind: "model",
  unsupported: "qqq",
  missing: "qqq",
  model: "qqq",
  preset: "qqq",
  gpu: "qqq",
  engine: "qqq",
  one: "qqq",
  other: "www",
  said: "qqq",
  option: "--qqq",
  example: "2026-11-30",
  modelType: "qqq",
};

/** Names of what the sentence of a rule takes, by its source. */
const namesTaken = (sentence: (values: never) => string): readonly string[] =>
  /^\(\{([^}]*)\}/
    .exec(String(sentence))?.[1]
    ?.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "") ?? [];

/** Every rule, broken. */
export const brokenRules: readonly ErrorDetails[] = Object.entries(RULES).map(([code, sentence]) => {
  const ruleValues = Object.fromEntries(namesTaken(sentence).map((name) => [name, WORDS[name] ?? 12_345]));
  return {
    code: "out-of-range",
    field: "qqq",
    rule: sentence(ruleValues as never),
    ruleCode: code as RuleCode,
    ruleValues,
    value: 0.125,
    suggestions: ["www"],
  };
});

const nearest = { value: 1.5e12, nearest: 2e7 };
const named = { value: "qqq", nearest: "www" };
const tooLong = { share: 0.125, limitTokens: 12_345 };

const WARNINGS: { readonly [Code in WarningCode]: WarningValues[Code] } = {
  "gpu-by-datasheet": named,
  "engine-newer": named,
  "engine-older": named,
  "model-size": nearest,
  "requests-in-flight": nearest,
  "request-length": nearest,
  "model-kind": { value: "embedding", nearest: "text" },
  "front-end": nearest,
  "longer-than-context": tooLong,
  "longer-than-max-model-len": tooLong,
  "longer-than-cache": tooLong,
  "prefixes-beyond-cache": { neededTokens: 2e7, freeTokens: 1e3 },
  "several-servers": { servers: 2, networkBytesPerSecond: 50e9 },
  "batch-beyond-states": { maxNumSeqs: 512, stateBlocks: 100 },
};

const sides = { constraint: "ttft p95", unit: "s", demand: 1.25, limit: 0.5 };

const EXPLANATIONS: { readonly [Code in ExplanationCode]: ExplanationValues[Code] } = {
  purchase: { gpus: 12, replicas: 2, spareReplicas: 1, gpusPerReplica: 4 },
  load: { requestsPerSecond: 1.5, requestsInFlight: 20_000 },
  confidence: { expectedGpus: 1, gpus: 2, reached: 0.9 },
  "less-sure": { asked: 0.9, reached: 0.6 },
  band: { fewestGpus: 2, mostGpus: null, confidence: 0.8 },
  "replica-size": { weightsBytes: 1.41e11, gpuBytes: 7.8e10, leastGpus: 2, gpusPerReplica: 8 },
  split: { tensor: 2, pipeline: 2, expert: 4, data: 2 },
  replicas: { replicas: 2, capacityPerSecond: 44.7, requestsPerSecond: 15.8, utilisation: 0.35 },
  batch: { runningPerReplica: 17.4, maxBatchSize: 512 },
  binds: { ...sides, margin: 0.079 },
  memory: { weights: 1e9, workSpace: 2e9, kvCache: 3e9, kvCacheInUse: 1e9, limit: 7e9 },
  time: { queueSeconds: 0.5, prefillSeconds: 1.5, outputSeconds: 3, e2eSeconds: 5 },
  "next-smaller": { ...sides, gpus: 8, replicas: 1, gpusPerReplica: 8 },
  margin: { name: "peak factor", value: 1.5, gpus: 4 },
  headroom: { factor: 1.125 },
  "moves-most": { input: "workload.concurrentUsers", unit: "users", from: 1000, to: 750, gpus: 24, otherGpus: 16 },
  obstacle: { constraint: "throughput", unit: "tokens/s", from: 20, to: 12.5, side: "demand", gpus: 8 },
};

const NOTICES: { readonly [Code in NoticeCode]: NoticeValues[Code] } = {
  "tokens-below-requests": { maxBatchedTokens: 100, maxNumSeqs: 200 },
  "context-beyond-cache": { maxModelLen: 20_000, longestTokens: 10_000 },
  "cut-blocks": { width: 1000, gpus: 8, blockSize: 128 },
  "key-value-heads": { heads: 3, tensor: 8 },
  "ranks-of-several-gpus": { tensor: 2, data: 4 },
  "drafts-in-stages": { pipeline: 2 },
  "cache-format": { format: "qqq" },
  "draft-method": { method: "qqq" },
  "ranks-over-servers": { data: 3, servers: 2 },
  "uneven-servers": { gpus: 12, serverGpus: 8 },
  "no-pooling": { kind: "reranker" },
  checkpoint: { model: "qqq", published: "www", format: "zzz" },
  "draft-model": { draftTokens: 3 },
  image: { vendor: "qqq" },
  router: { routing: "least-loaded" },
  launcher: { servers: 2, by: "ray" },
  conservativeness: { factor: 1.5 },
  "no-overlap": { pipeline: 2 },
  "admits-longest": { maxModelLen: 20_000 },
  "beyond-graphs": { maxNumSeqs: 1024, largestGraph: 512 },
  "no-option": { option: "--qqq", version: "0.1" },
  "timed-version": { timed: "0.1", launched: "0.2" },
  "options-read-to": { version: "0.3", readTo: "0.2" },
  "options-read-from": { version: "0.1", readFrom: "0.2" },
  "draft-memory": { model: "qqq" },
  "quantised-at-load": { published: "qqq", format: "www" },
  "images-untested": { imagesPerRequest: 2 },
  "ranks-as-servers": { data: 4 },
};

const ASSUMPTIONS: Readonly<Record<AssumptionCode, number | string>> = {
  "same-shape": "qqq",
  checkpoint: "qqq",
  "context-from-name": 131_072,
  instance: "qqq",
  "format-from-name": "qqq",
  "published-format": "qqq",
  "sixteen-bit-weights": "qqq",
  "fp8-scales": "tensor",
  "sixteen-bit-cache": "qqq",
  "eight-bit-cache": "qqq",
  "published-cache": "qqq",
  "prefix-caching": "on",
  engine: "qqq",
  "engine-version": "0.1",
  "tensor-size": 8,
  "expert-size": 8,
  "data-size": 4,
  "batch-limit": 8,
  "memory-share": 0.95,
  "input-tokens": 100,
  "output-tokens": 100,
  "image-tokens": 1024,
  target: 0.5,
  unreadable: "qqq",
};

const LOAD_TEST_WARNINGS: Readonly<Record<CalibrationWarningCode | FitWarningCode, readonly string[]>> = {
  "unreadable-file": [],
  "invalid-row": [],
  "invalid-value": [],
  "mixed-tools": [],
  "assumed-arrivals": [],
  "assumed-tokens": ["charactersPerToken"],
  "flagged-row": [],
  "unknown-column": [],
  overloaded: [],
  "concurrency-limit": ["concurrency"],
  "growing-rate": [],
  "speculative-decoding": ["tokensPerStep"],
  "multi-turn": [],
  "throughput-contradicts-itself": ["statedTokensPerSecond", "impliedTokensPerSecond"],
  "littles-law": ["statedConcurrency", "impliedConcurrency"],
  failures: ["failedFraction"],
  burst: ["p95OverMean"],
  "slot-limit": ["slots"],
  "client-cap": ["slots"],
  "throughput-drop": [],
  "few-concurrencies": ["concurrencies"],
  "short-run": [],
  "unusable-row": [],
  "observed-slots": ["slots"],
  "poor-fit": ["standardDeviation"],
  "no-prediction": ["figures"],
  "few-rows": ["figures", "parameters"],
  "rank-deficient": [],
  "ill-conditioned": ["conditionNumber"],
  "not-converged": ["iterations"],
  outliers: ["figures"],
  "far-from-prior": ["standardDeviations"],
};

const entries = <Table extends object>(table: Table): readonly (readonly [keyof Table, Table[keyof Table]])[] =>
  Object.entries(table) as unknown as readonly (readonly [keyof Table, Table[keyof Table]])[];

const doubts: readonly SearchDoubt[] = [
  { code: "broken-promise", values: { names: ["qqq"] } },
  { code: "not-all-tried", values: { names: ["qqq", "www"], tried: 20_000 } },
];

/** Something of every code, by kind; estimates are made where they are looked at. */
export const SAMPLES: { readonly [Kind in Exclude<keyof Said, "summary">]: readonly Said[Kind][] } = {
  error: brokenRules,
  rule: brokenRules,
  warning: entries(WARNINGS).map(([code, values]) => warn(code, values)),
  explanation: entries(EXPLANATIONS).map(([code, values]) => explanation(code, values)),
  assumption: entries(ASSUMPTIONS).map(([code, used]) => ({ code, of: "ttft p95", asked: "www", used })),
  notice: entries(NOTICES).map(([code, values]) => notice(code, values)),
  effect: ["refused", "needed", "changed", "differs"],
  replayReason: ["overload", "bursts", "short-outputs", "uncut-prompts", "uneven-replicas"],
  doubt: doubts,
  impractical: [{ requestsPerGpu: 0.25, constraints: ["memory", "tpot p99"] }],
  constraint: [
    "memory",
    "throughput",
    "capacity",
    "wait",
    "utilisation",
    "simulation",
    "maxGpus",
    ...targetNames().flatMap((target) => STATISTICS.map((statistic) => limitName({ target, statistic }))),
  ],
  input: [
    ...["namedUsers", "concurrentUsers", "requestsInFlight", "requestsPerSecond", "activeFraction", "thinkSeconds"],
    ...["requestsPerUser", "arrivalCv", "peakFactor", "inputTokens", "outputTokens"],
  ]
    .map((field) => `workload.${field}`)
    .concat(["targets.ttft.p95", "targets.tokensPerSecond", "targets.waitSeconds"])
    .concat(["precision.weights", "precision.kvCache", "engine", "routing", "speculation"]),
  margin: ["peak factor", "utilisation guard", "spare replicas"],
  checkStatus: ["passed", "failed", "inconclusive"],
  checkGap: ["less-load", "more-load", "unknown-load", "shorter-requests", "longer-requests", "unmeasured-target"],
  loadTestWarning: entries(LOAD_TEST_WARNINGS).map(([code, figures]) => ({
    code,
    message: "figures of a file",
    evidence: Object.fromEntries(figures.map((figure) => [figure, 12.5])),
    observations: [],
  })) as Said["loadTestWarning"][],
  value: ["bytes", "s", "", "GPUs", "replicas", "requests", "requests in flight", "requests/s", "tokens", "tokens/s"]
    .concat(["users", "of the users"])
    .flatMap((unit) => [0.125, 1, 12_345].map((value) => ({ value, unit })))
    .concat(["none", "least-loaded", "3 tokens, 0.7 accepted", "3 tokens, 2.4 a step"].map(word)),
  share: [0.125, 1],
};

function word(value: string): { value: number; unit: string } {
  return { value: value as unknown as number, unit: "" };
}
