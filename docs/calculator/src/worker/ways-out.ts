import { estimateGpus, type EstimateRequest } from "infrascale";
import { rentalOffers } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import { fastestFirst, listedGpu } from "./catalogue.js";
import { requestOf } from "./named.js";
import { orNull } from "./or-null.js";
import type { FewerQuestion, MuchFewer, WayOut } from "./protocol.js";

/** GPUs that are tried, of those that somebody rents out: the fastest most often do what others cannot. */
const TRIED = 8;
const rented = new Set(rentalOffers.map(({ gpu }) => gpu));
const fastest = fastestFirst.filter(({ id }) => rented.has(id)).slice(0, TRIED);

/** From so many times the GPUs of another way on, a purchase is the wrong tool. */
const MANY_TIMES = 10;

/**
 * Up to three changes with which some number of GPUs does: the limit that has to move, fewer bytes for each weight, another GPU.
 *
 * @param question - one that no number of GPUs answers.
 * @returns changes, one of a kind.
 */
export async function waysOut(question: Question): Promise<readonly WayOut[]> {
  const request = await requestOf(question);
  const asked = estimateGpus(request, question.options);
  if (asked.status === "feasible") return [];
  const ways = [movedLimit(asked.nearest), smallerWeights(request, question), otherGpu(request, question)].filter(
    (way) => way !== null,
  );
  const fewest = Math.min(...ways.map((way) => way.gpus));
  return ways.filter((way) => way.gpus <= MANY_TIMES * fewest);
}

/** The GPUs that a request takes; null where no number does, or it cannot be asked so. */
function gpusFor(request: EstimateRequest, { options }: Question): number | null {
  const estimate = orNull(() => estimateGpus(request, options));
  return estimate?.status === "feasible" ? estimate.gpus : null;
}

type Nearest = Extract<ReturnType<typeof estimateGpus>, { readonly status: "infeasible" }>["nearest"];

function movedLimit({ changes, gpus: bought }: Nearest): WayOut | null {
  const [change, ...others] = changes;
  return change?.side === "limit" && others.length === 0
    ? { kind: "limit", constraint: change.constraint, unit: change.unit, to: change.to, gpus: bought }
    : null;
}

function smallerWeights(request: EstimateRequest, question: Question): WayOut | null {
  for (const weights of ["fp8", "int4"] as const) {
    const needed = gpusFor({ ...request, precision: { ...request.precision, weights } }, question);
    if (needed !== null) return { kind: "weights", weights, gpus: needed };
  }
  return null;
}

function otherGpu(request: EstimateRequest, question: Question): WayOut | null {
  for (const gpu of fastest) {
    const needed = gpusFor({ ...request, gpu: gpu.id }, question);
    if (needed !== null) return { kind: "gpu", gpu: listedGpu(gpu), gpus: needed };
  }
  return null;
}

/**
 * A GPU of which a tenth or less would do.
 *
 * @param fewerQuestion - the question, and the GPUs that it takes.
 * @returns the one with the fewest; null where there is none.
 */
export async function muchFewer({ question, gpus: taken }: FewerQuestion): Promise<MuchFewer | null> {
  const request = await requestOf(question);
  let best: MuchFewer | null = null;
  for (const gpu of fastest) {
    const needed = gpusFor({ ...request, gpu: gpu.id }, question);
    if (needed !== null && needed < (best?.gpus ?? taken / MANY_TIMES + 1))
      best = { gpu: listedGpu(gpu), gpus: needed };
  }
  return best !== null && best.gpus * MANY_TIMES <= taken ? best : null;
}
