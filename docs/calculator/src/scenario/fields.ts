import { parseLink } from "../../../../src/catalog/link.js";
import { choice, maybeNumber, number, text, type Field } from "./kinds.js";

/** Which requests a limit is on. */
export const STATISTICS = ["mean", "p50", "p90", "p95", "p99"] as const;
type Statistic = (typeof STATISTICS)[number];

/** Known courses of a day, by the library's names. */
const DAY_CURVES = [
  "office",
  "university-assistant",
  "api-large",
  "api-mid",
  "api-small",
  "reasoning",
  "images",
] as const;

/** Links that the form offers, as the command writes them; it takes others as well. */
export const LINKS = [
  "pcie3x16",
  "pcie4x8",
  "pcie4x16",
  "pcie5x8",
  "pcie5x16",
  "pcie4x8-host",
  "pcie4x16-host",
  "pcie5x16-host",
  "bridge112.5",
  "bridge600",
  "nvlink600",
  "nvlink900",
  "nvlink1800",
] as const;

/** Everything that the form asks, as the library takes it: seconds, fractions, counts. */
export interface Values {
  readonly load: "people" | "named" | "rate" | "flight";
  readonly amount: number;
  readonly activeShare: number;
  readonly traffic: string;
  readonly inputTokens: number;
  readonly inputVariation: number;
  readonly outputTokens: number;
  readonly outputVariation: number;
  readonly thinkSeconds: number;
  readonly arrivalVariation: number;
  readonly sharedPrefixTokens: number;
  readonly cachedShare: number;
  readonly peakFactor: number;
  readonly model: string;
  /** A model of one's own, packed; empty where the model is one that is known by name. */
  readonly ownModel: string;
  readonly gpu: string;
  /** GPUs to put beside it: ids with commas between them, or `all`. */
  readonly otherGpus: string;
  readonly engine: "vllm" | "sglang" | "tensorrt-llm" | "generic";
  readonly engineVersion: string;
  readonly weights: "published" | "bf16" | "fp16" | "fp8" | "int8" | "int4" | "fp4";
  readonly kvCache: "published" | "bf16" | "fp16" | "fp8" | "int8";
  readonly draftTokens: number;
  readonly acceptanceRate: number;
  readonly routing: "round-robin" | "least-loaded" | "random";
  readonly firstToken: number | undefined;
  readonly firstTokenOf: Statistic;
  readonly perToken: number | undefined;
  readonly perTokenOf: Statistic;
  readonly wholeRequest: number | undefined;
  readonly wholeRequestOf: Statistic;
  readonly proof: "steady" | "load-test";
  readonly confidence: "expected" | "0.8" | "0.9" | "0.95";
  readonly spareReplicas: number;
  /** Name of the profile that load tests gave; a link names it and does not hold it. */
  readonly profile: string;
  readonly currency: "EUR" | "USD";
  readonly providers: "european" | "any";
  readonly ownPrice: number | undefined;
  readonly zone: string;
  readonly meanLoad: number | undefined;
  readonly pue: number;
  readonly classic: "hide" | "show";
  /** GPUs that somebody has, to be told what they bear. */
  readonly ownGpus: number | undefined;
  readonly dayCurve: (typeof DAY_CURVES)[number];
  /** The most that may be bought. */
  readonly maxGpus: number | undefined;
  /** How GPUs are joined, as the command writes it; empty where it is as usual. */
  readonly gpuLink: string;
}

/** Name of a field. */
export type FieldName = keyof Values;

const MOST_PEOPLE = 1e8;
const MOST_TOKENS = 1e6;
const MOST_GPUS = 1e5;
const positive = { above: 0 } as const;
const tokens = { least: 1, most: MOST_TOKENS, whole: true } as const;
const anyTokens = { ...tokens, least: 0 } as const;
const variation = { least: 0, most: 10 } as const;

/**
 * Every field: its name in links, what it starts with, how its text is read. The starts are those of the first version of links, of the preset
 * `chat`: a link leaves out what differs from none of them, so they never change within that version.
 */
export const FIELDS: { readonly [Name in FieldName]: Field<Values[Name]> } = {
  load: choice("w", ["people", "named", "rate", "flight"]),
  amount: number("u", "1000", "count", { above: 0, most: MOST_PEOPLE }),
  activeShare: number("sh", "10", "percent", { above: 0, most: 100 }),
  traffic: text("t", "chat"),
  inputTokens: number("in", "1155", "tokens", tokens),
  inputVariation: number("incv", "0.96", "count", variation),
  outputTokens: number("out", "211", "tokens", anyTokens),
  outputVariation: number("outcv", "0.77", "count", variation),
  thinkSeconds: number("z", "60", "seconds", positive),
  arrivalVariation: number("acv", "1.05", "count", variation),
  sharedPrefixTokens: number("pre", "0", "tokens", anyTokens),
  cachedShare: number("hit", "0", "percent", { least: 0, most: 99 }),
  peakFactor: number("pk", "1", "count", { above: 0, most: 100 }),
  model: text("m", "llama-3.1-70b"),
  ownModel: text("mx", ""),
  gpu: text("g", "h100-sxm5-80gb"),
  otherGpus: text("gs", ""),
  engine: choice("e", ["vllm", "sglang", "tensorrt-llm", "generic"]),
  engineVersion: text("ev", ""),
  weights: choice("wf", ["published", "bf16", "fp16", "fp8", "int8", "int4", "fp4"]),
  kvCache: choice("kv", ["published", "bf16", "fp16", "fp8", "int8"]),
  draftTokens: number("sd", "0", "tokens", { least: 0, most: 16, whole: true }),
  acceptanceRate: number("sr", "70", "percent", { least: 0, most: 99 }),
  routing: choice("rt", ["round-robin", "least-loaded", "random"]),
  firstToken: { ...maybeNumber("ft", "seconds", positive), start: "0.5" },
  firstTokenOf: choice("fs", STATISTICS, "p95"),
  perToken: { ...maybeNumber("pt", "milliseconds", positive), start: "50" },
  perTokenOf: choice("ps", STATISTICS, "p95"),
  wholeRequest: maybeNumber("et", "seconds", positive),
  wholeRequestOf: choice("es", STATISTICS, "p95"),
  proof: choice("lt", ["steady", "load-test"]),
  confidence: choice("c", ["expected", "0.8", "0.9", "0.95"], "0.9"),
  spareReplicas: number("sp", "0", "count", { least: 0, most: 100, whole: true }),
  profile: text("pf", ""),
  currency: choice("cur", ["EUR", "USD"]),
  providers: choice("pv", ["european", "any"]),
  ownPrice: maybeNumber("own", "perHour", positive),
  zone: text("zn", "EU"),
  meanLoad: maybeNumber("ml", "percent", { above: 0, most: 100 }),
  pue: number("pue", "1.3", "count", { least: 1, most: 3 }),
  classic: choice("cl", ["hide", "show"]),
  ownGpus: maybeNumber("ng", "count", { least: 1, most: MOST_GPUS, whole: true }),
  dayCurve: choice("dc", DAY_CURVES),
  maxGpus: maybeNumber("mg", "count", { least: 1, most: MOST_GPUS, whole: true }),
  gpuLink: text("ln", "", (value) => parseLink(value) !== null),
};

/** Names of all fields, in the order of links. */
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** Number formats that a field offers, that of the checkpoint aside. */
export function formatsOf(name: "weights" | "kvCache"): readonly string[] {
  const field = FIELDS[name];
  return field.kind === "choice" ? field.options.filter((format) => format !== field.start) : [];
}
