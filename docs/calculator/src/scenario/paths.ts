import type { FieldName } from "./fields.js";
import type { Inputs } from "./scenario.js";

/** Where a value goes in what the library is asked: `request.workload.inputTokens.mean`; null where it has no meaning beside the others. */
type Path = string | ((inputs: Inputs) => string | null);

const LOADS: Readonly<Record<string, string>> = {
  people: "request.workload.concurrentUsers",
  named: "request.workload.namedUsers",
  rate: "request.workload.requestsPerSecond",
  flight: "request.workload.requestsInFlight",
};

const hasPeople = ({ load }: Inputs): boolean => load === "people" || load === "named";
const drafts = ({ draftTokens }: Inputs): boolean => Number(draftTokens) !== 0;
const only =
  (holds: (inputs: Inputs) => boolean, path: string) =>
  (inputs: Inputs): string | null =>
    holds(inputs) ? path : null;
/** What differs from the checkpoint is stated; what does not is left to the library, which says what it assumed. */
const format = (name: "weights" | "kvCache") =>
  only((inputs) => inputs[name] !== "published", `request.precision.${name}`);
const limit = (target: string, of: FieldName) => (inputs: Inputs) => `request.targets.${target}.${inputs[of]}`;

/**
 * Where every field goes. The way back is the same table: the library names what it refuses by path, and the page shows that at the field.
 * Fields without an entry are the page's own.
 */
const PATHS: { readonly [Name in FieldName]?: Path } = {
  amount: ({ load }) => LOADS[load] ?? null,
  activeShare: only(({ load }) => load === "named", "request.workload.activeFraction"),
  inputTokens: "request.workload.inputTokens.mean",
  inputVariation: "request.workload.inputTokens.cv",
  outputTokens: "request.workload.outputTokens.mean",
  outputVariation: "request.workload.outputTokens.cv",
  thinkSeconds: only(hasPeople, "request.workload.thinkSeconds"),
  arrivalVariation: only(({ load }) => load === "rate", "request.workload.arrivalCv"),
  sharedPrefixTokens: "request.workload.sharedPrefixTokens",
  cachedShare: "request.workload.prefixCacheHitRate",
  peakFactor: "request.workload.peakFactor",
  model: "request.model",
  gpu: "request.gpu",
  engine: "request.engine",
  weights: format("weights"),
  kvCache: format("kvCache"),
  draftTokens: only(drafts, "request.speculation.draftTokens"),
  acceptanceRate: only(drafts, "request.speculation.acceptanceRate"),
  routing: "request.routing",
  firstToken: limit("ttft", "firstTokenOf"),
  perToken: limit("tpot", "perTokenOf"),
  wholeRequest: limit("e2e", "wholeRequestOf"),
  proof: only(({ proof }) => proof === "load-test", "request.targets.acceptance"),
  confidence: "options.confidence",
  spareReplicas: "options.spareReplicas",
  maxGpus: "options.search.maxGpus",
  gpuLink: only(({ gpuLink }) => gpuLink !== "", "link"),
  currency: "cost.currency",
  providers: "cost.providers",
  ownPrice: "cost.ownPerGpuHour",
  zone: "cost.zone",
  meanLoad: "cost.meanLoad",
  pue: "cost.pue",
};

/** Where the value of a field goes; null where nowhere. */
export function pathOf(name: FieldName, inputs: Inputs): string | null {
  const path = PATHS[name] ?? null;
  return typeof path === "function" ? path(inputs) : path;
}

/** Fields whose value has a meaning beside those of the others. */
export const isAsked = (name: FieldName, inputs: Inputs): boolean =>
  PATHS[name] === undefined || pathOf(name, inputs) !== null;

/** As the library names it: options of an estimate and of its cost are both `options` there. */
const asLibraryNames = (path: string): string => path.replace(/^request\./, "").replace(/^cost\./, "options.");

/**
 * The field of what the library refused.
 *
 * @param refused - the library's path, `workload.inputTokens` for example.
 * @param inputs - as typed.
 * @returns the field whose path that is, or begins with it, or is the beginning of it; null where the form has none.
 */
export function fieldOf(refused: string, inputs: Inputs): FieldName | null {
  const path = asLibraryNames(refused);
  for (const name of Object.keys(PATHS) as readonly FieldName[]) {
    const own = pathOf(name, inputs);
    if (own === null) continue;
    const known = asLibraryNames(own);
    if (path === known || path.startsWith(`${known}.`) || known.startsWith(`${path}.`)) return name;
  }
  return null;
}
