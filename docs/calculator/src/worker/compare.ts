import {
  findGpu,
  gpus as known,
  InfrascaleError,
  type FeasibleEstimate,
  type Gpu,
  type NamedEstimate,
} from "infrascale";
import { compareGpus, inServers, type Assessed, type Candidate, type FeasibleCandidate } from "infrascale/decide";
import { fastestFirst, listedGpu } from "./catalogue.js";
import type { ComparedGpu, ComparedPurchase, ComparedTime, CompareQuestion } from "./compared.js";
import { requestOf } from "./named.js";
import { refusalOf } from "./refusal.js";
import type { Tell } from "./tell.js";

/**
 * The same service on several GPUs; each row is told as soon as it is there.
 *
 * @param compareQuestion - the question, and the GPUs.
 * @param tell - hears the rows that are there; they have no place yet.
 * @returns all rows, the cheapest first, those that do not serve last.
 */
export async function compare({ question, gpus }: CompareQuestion, tell: Tell): Promise<readonly ComparedGpu[]> {
  const { gpu, ...request } = await requestOf(question);
  const { ownPerGpuHour, ...cost } = question.cost;
  const asked = typeof gpu === "string" ? findGpu(gpu, known) : gpu;
  const { found, unknown } = gpus === null ? { found: known, unknown: [] } : byName(gpus);
  // The one that is asked about comes last, so that it is compared with its link.
  const chosen = new Map([...found, asked].map((one) => [one.id, one]));
  // The fastest most often answer, so that the first rows that come are of use.
  const compared = fastestFirst.flatMap(({ id }) => chosen.get(id) ?? []);
  const rows: ComparedGpu[] = [...unknown];
  const { candidates } = compareGpus(request, {
    gpus: compared,
    cost,
    // A price of one's own is of the GPU that is asked about.
    ...(ownPerGpuHour !== undefined && { ownPrices: { [asked.id]: ownPerGpuHour } }),
    estimate: question.options,
    onCandidate: (assessed, done, total) => {
      rows.push(comparedGpu(assessed));
      tell(done / total, rows);
    },
  });
  return [...candidates.map(comparedGpu), ...unknown];
}

/** GPUs by any name that the library knows them by; a name that it does not know is a row that says so. */
function byName(names: readonly string[]): {
  readonly found: readonly Gpu[];
  readonly unknown: readonly ComparedGpu[];
} {
  const found: Gpu[] = [];
  const unknown: ComparedGpu[] = [];
  for (const name of names) {
    try {
      found.push(findGpu(name, known));
    } catch (error) {
      if (!(error instanceof InfrascaleError)) throw error;
      const gpu = { id: name, name, vendor: "", memoryBytes: 0, link: null };
      unknown.push({ gpu, rank: null, onFront: false, status: "refused", refusal: refusalOf(error) });
    }
  }
  return { found, unknown };
}

function comparedGpu(candidate: Assessed | Candidate): ComparedGpu {
  const place = {
    gpu: listedGpu(findGpu(candidate.gpu, known)),
    rank: "rank" in candidate ? candidate.rank : null,
    onFront: "onFront" in candidate && candidate.onFront,
  };
  switch (candidate.status) {
    case "feasible":
      return { ...place, status: "feasible", purchase: purchaseOf(candidate), impractical: candidate.impractical };
    case "infeasible":
      return { ...place, status: "infeasible", changes: candidate.estimate.nearest.changes };
    case "refused":
      return { ...place, status: "refused", refusal: refusalOf(candidate.refusal) };
  }
}

function purchaseOf({ estimate, cost }: Pick<FeasibleCandidate, "estimate" | "cost">): ComparedPurchase {
  const { rent, atPeak, footprint } = cost;
  return {
    gpus: estimate.gpus,
    expectedGpus: estimate.expected.gpus,
    confidence: estimate.confidence?.reached ?? null,
    servers: inServers(estimate.request.gpu, estimate)[0] ?? null,
    rent: rent === null ? null : { perHour: rent.perHour, perMonth: rent.perMonth, currency: rent.currency },
    tokens: atPeak.tokens,
    watts: atPeak.power?.siteWatts ?? null,
    kWhPerYear: footprint?.perYear.kWh ?? null,
    kgCO2eqPerYear: footprint?.perYear.kgCO2eq ?? null,
    firstToken: timeOf(estimate, "ttft"),
    perToken: timeOf(estimate, "tpot"),
    tokensPerSecond: estimate.performance.tokensPerSecondPerRequest,
    requestSeconds: estimate.performance.e2eSeconds,
  };
}

/** A time of the requests that the target is on; the mean where there is none. */
function timeOf(
  { constraints, waiting, performance, confidence }: NamedEstimate & FeasibleEstimate,
  target: "ttft" | "tpot",
): ComparedTime {
  const limited = constraints.find(({ name }) => name.startsWith(`${target} `) || name === target);
  const statistic = limited?.name.split(" ")[1] ?? "mean";
  const percentiles = waiting?.stable === true ? waiting[`${target}Seconds`] : {};
  const times: Readonly<Record<string, number>> = { ...percentiles };
  return {
    expected: times[statistic] ?? performance[`${target}Seconds`],
    safe: limited === undefined || confidence === null ? null : limited.demand,
  };
}
