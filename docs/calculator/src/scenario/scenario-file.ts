import type { WorkloadPreset } from "infrascale";
import { ofPreset } from "../form/presets.js";
import { FIELDS, STATISTICS, type FieldName } from "./fields.js";
import type { Question } from "./question.js";
import type { DecimalMark } from "./read-number.js";
import { START, type Inputs } from "./scenario.js";
import { shownAs } from "./shown-as.js";

/** Options of the command by name, as a scenario file has them. */
export type ScenarioFile = Readonly<Record<string, unknown>>;

type Texts = Partial<Inputs>;

/** Name of the file of a model of one's own, and of a profile, which a scenario file can but name. */
export const MODEL_FILE = "model.json";
/** The same of a profile. */
export const PROFILE_FILE = "profile.json";

/** What each part of a question is called in a scenario file. */
const OPTIONS: Readonly<Record<string, string>> = {
  "request.model": "model",
  "request.gpu": "gpu",
  link: "link",
  "request.engine": "engine",
  "request.precision.weights": "weights",
  "request.precision.kvCache": "kv-cache",
  "request.speculation.draftTokens": "draft-tokens",
  "request.speculation.acceptanceRate": "acceptance-rate",
  "request.workload.concurrentUsers": "users",
  "request.workload.namedUsers": "named-users",
  "request.workload.activeFraction": "active-fraction",
  "request.workload.requestsPerSecond": "requests-per-second",
  "request.workload.requestsInFlight": "requests-in-flight",
  "request.workload.thinkSeconds": "think-seconds",
  "request.workload.arrivalCv": "arrival-cv",
  "request.workload.peakFactor": "peak-factor",
  "request.workload.inputTokens.mean": "input-tokens",
  "request.workload.inputTokens.cv": "input-cv",
  "request.workload.outputTokens.mean": "output-tokens",
  "request.workload.outputTokens.cv": "output-cv",
  "request.workload.sharedPrefixTokens": "shared-prefix-tokens",
  "request.workload.prefixCacheHitRate": "prefix-cache-share",
  "request.routing": "routing",
  "options.confidence": "confidence",
  "options.spareReplicas": "spare-replicas",
  "options.search.maxGpus": "max-gpus",
  "cost.currency": "currency",
  "cost.providers": "providers",
  "cost.zone": "zone",
  "cost.meanLoad": "mean-load",
  "cost.pue": "pue",
  "cost.today": "today",
};

/** `ttft` for the mean, `ttft-p95` for a percentile. */
const targetOption = (target: string, statistic: string): string =>
  statistic === "mean" ? target : `${target}-${statistic}`;

/** Targets of times, and the fields that they fill. */
const TIMES = [
  { target: "ttft", limit: "firstToken", of: "firstTokenOf" },
  { target: "tpot", limit: "perToken", of: "perTokenOf" },
  { target: "e2e", limit: "wholeRequest", of: "wholeRequestOf" },
] as const;

/**
 * A question as a scenario file: the command asks the library the same by it.
 *
 * @param question - what the library is asked; a model of one's own, and a profile, are files beside it.
 * @returns options by name.
 */
export function scenarioFile(question: Question): ScenarioFile {
  const { request, cost, ownModel } = question;
  const named = Object.entries(OPTIONS).flatMap(([path, option]) => {
    const value = at(question, path.split("."));
    return value === undefined ? [] : [[option, value] as const];
  });
  const targets = TIMES.flatMap(({ target }) =>
    Object.entries(request.targets[target] ?? {}).map(
      ([statistic, seconds]) => [targetOption(target, statistic), seconds] as const,
    ),
  );
  return {
    ...Object.fromEntries([...named, ...targets]),
    ...(ownModel !== "" && { model: MODEL_FILE }),
    ...(request.targets.acceptance !== undefined && { "load-test": true }),
    ...(request.profile !== undefined && { profile: PROFILE_FILE }),
    ...(cost.ownPerGpuHour !== undefined &&
      typeof request.gpu === "string" && { price: `${request.gpu}=${cost.ownPerGpuHour}` }),
  };
}

const at = (within: unknown, [first, ...rest]: readonly string[]): unknown =>
  first === undefined ? within : at((within as Readonly<Record<string, unknown>> | undefined)?.[first], rest);

/** A scenario file as YAML: every value is JSON, which YAML takes. */
export const yamlOf = (file: ScenarioFile): string =>
  Object.entries(file)
    .map(([option, value]) => `${option}: ${JSON.stringify(value)}\n`)
    .join("");

/** What a scenario file says of the form. */
export interface ReadScenario {
  readonly inputs: Inputs;
  /** Options that the page has no field for. */
  readonly unknown: readonly string[];
}

/** Fields that an option fills by its number, or by its word. */
const FILLED: Readonly<Record<string, FieldName>> = {
  ...{
    model: "model",
    gpu: "gpu",
    link: "gpuLink",
    weights: "weights",
    "kv-cache": "kvCache",
    "draft-tokens": "draftTokens",
  },
  ...{ "acceptance-rate": "acceptanceRate", "active-fraction": "activeShare", "think-seconds": "thinkSeconds" },
  ...{ "arrival-cv": "arrivalVariation", "peak-factor": "peakFactor", "input-tokens": "inputTokens" },
  ...{ "input-cv": "inputVariation", "output-tokens": "outputTokens", "output-cv": "outputVariation" },
  ...{ "shared-prefix-tokens": "sharedPrefixTokens", "prefix-cache-share": "cachedShare", routing: "routing" },
  ...{
    confidence: "confidence",
    "spare-replicas": "spareReplicas",
    "max-gpus": "maxGpus",
    currency: "currency",
    providers: "providers",
  },
  ...{ zone: "zone", "mean-load": "meanLoad", pue: "pue" },
};

const LOADS: Readonly<Record<string, string>> = {
  users: "people",
  "concurrent-users": "people",
  "named-users": "named",
  "requests-per-second": "rate",
  "requests-in-flight": "flight",
};

/** Options that need no field: the page asks of today. */
const PASSED: ReadonlySet<string> = new Set(["today", "preset"]);

/**
 * The form as a scenario file fills it; what the file leaves open is as the command takes it.
 *
 * @param file - options by name.
 * @param presets - kinds of traffic that a file may name.
 * @param mark - before decimals.
 * @returns all fields, and the options that none of them takes.
 */
export function inputsOfScenario(
  file: ScenarioFile,
  presets: readonly WorkloadPreset[],
  mark: DecimalMark,
): ReadScenario {
  const preset = presets.find(({ id }) => id === file["preset"]);
  const hasTargets = TIMES.some(({ target }) => STATISTICS.some((of) => targetOption(target, of) in file));
  const unknown: string[] = [];
  const read: Texts[] = Object.entries(file).flatMap(([option, value]) => {
    const texts = textsOf(option, value, mark);
    if (texts === null && !PASSED.has(option)) unknown.push(option);
    return texts ?? [];
  });
  return {
    inputs: {
      ...START.inputs,
      ...AS_COMMAND,
      ...(preset !== undefined && { traffic: preset.id, ...ofPreset(preset, mark) }),
      ...(hasTargets && NO_TARGETS),
      ...Object.assign({}, ...read),
    } as Inputs,
    unknown,
  };
}

const NO_TARGETS: Texts = { firstToken: "", perToken: "", wholeRequest: "" };
/** Where a file says nothing, the command takes requests that are all alike, and no targets. */
const AS_COMMAND: Texts = { ...NO_TARGETS, inputVariation: "0", outputVariation: "0", arrivalVariation: "1" };

/** What an option fills; null where the page has no field for it. */
function textsOf(option: string, value: unknown, mark: DecimalMark): Texts | null {
  const field = FILLED[option];
  if (field !== undefined) return filled(field, value, mark);
  const load = LOADS[option];
  if (load !== undefined) return { load, ...filled("amount", value, mark) };
  for (const { target, limit, of } of TIMES)
    for (const statistic of STATISTICS)
      if (option === targetOption(target, statistic)) return { [of]: statistic, ...filled(limit, value, mark) };
  return SPECIAL[option]?.(value, mark) ?? null;
}

/** Options that are written in another way than their field. */
const SPECIAL: Readonly<Record<string, (value: unknown, mark: DecimalMark) => Texts | null>> = {
  engine: (value) => {
    const [engine = "", engineVersion = ""] = String(value).split("@");
    return { engine, engineVersion };
  },
  "load-test": (value) => (value === true ? { proof: "load-test" } : null),
  price: (value, mark) => {
    const [, price = ""] = String(value).split("=");
    return price === "" || String(value).includes(",") ? null : filled("ownPrice", price, mark);
  },
};

/** A number in the library's unit, or text with a unit of its own, as its field shows it. */
function filled(name: FieldName, value: unknown, mark: DecimalMark): Texts {
  const text = String(value);
  const isNumber = text.trim() !== "" && Number.isFinite(Number(text));
  return FIELDS[name].kind === "number" && isNumber ? shownAs(name, Number(text), mark) : { [name]: text };
}
