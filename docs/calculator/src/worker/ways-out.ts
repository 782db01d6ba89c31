import { estimateGpus, type EstimateRequest, type NearestAlternative } from "infrascale";
import { rentalOffers } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import { fastestFirst, listedGpu } from "./catalogue.js";
import { requestOf } from "./named.js";
import { orNull } from "./or-null.js";
import type { FewerQuestion, MovedLimit, MuchFewer, WayOut } from "./protocol.js";

/** GPUs that are tried, of those that somebody rents out: the fastest most often do what others cannot. */
const TRIED = 8;
const rented = new Set(rentalOffers.map(({ gpu }) => gpu));
const fastest = fastestFirst.filter(({ id }) => rented.has(id)).slice(0, TRIED);

/** From so many times the GPUs of another way on, a purchase is the wrong tool. */
const MANY_TIMES = 10;

/**
 * Up to three changes with which some number of GPUs does: the limits that have to move, fewer bytes for each weight, another GPU.
 *
 * @param question - one that no number of GPUs answers.
 * @returns changes, one of a kind.
 */
export async function waysOut(question: Question): Promise<readonly WayOut[]> {
  const request = await requestOf(question);
  const asked = estimateGpus(request, question.options);
  if (asked.status === "feasible") return [];
  const ways = [
    movedLimits(request, question, asked.nearest),
    smallerWeights(request, question),
    otherGpu(request, question),
  ].filter((way) => way !== null);
  const fewest = Math.min(...ways.map((way) => way.gpus));
  return ways.filter((way) => way.gpus <= MANY_TIMES * fewest);
}

/** The GPUs that a request takes; null where no number does, or it cannot be asked so. */
function gpusFor(request: EstimateRequest, { options }: Pick<Question, "options">): number | null {
  const estimate = orNull(() => estimateGpus(request, options));
  return estimate?.status === "feasible" ? estimate.gpus : null;
}

/** A time at its best takes more GPUs than anybody buys; at twice that it takes a fraction of them. */
const OVER_BEST = 2;

/** Every limit that is broken moves so far that some number of GPUs keeps all of them; null where that takes more than limits of the question. */
function movedLimits(request: EstimateRequest, question: Question, { changes }: NearestAlternative): WayOut | null {
  const limits = changes.map(({ constraint, unit, to }) => ({
    constraint,
    unit,
    to: constraint === MOST_GPUS ? to : roundedUp(OVER_BEST * to),
  }));
  let moved: Asked | null = { request, options: question.options };
  for (const limit of limits) moved = moved && withLimit(moved, limit);
  const needed = moved && gpusFor(moved.request, moved);
  return needed === null ? null : { kind: "limits", limits, gpus: needed };
}

/** Name of the limit on GPUs among constraints. */
const MOST_GPUS = "maxGpus";

/** What the library is asked. */
interface Asked extends Pick<Question, "options"> {
  readonly request: EstimateRequest;
}

/** The same with a limit elsewhere; null for one that is no limit of the question, as the memory of a GPU. */
function withLimit({ request, options }: Asked, { constraint, to }: MovedLimit): Asked | null {
  if (constraint === MOST_GPUS) return { request, options: { ...options, search: { ...options.search, maxGpus: to } } };
  const [target = "", statistic = ""] = constraint.split(" ");
  return statistic !== "" && Object.hasOwn(request.targets, target)
    ? { request: { ...request, targets: { ...request.targets, [target]: { [statistic]: to } } }, options }
    : null;
}

/** Two digits, and no less: what somebody would type. */
function roundedUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / step) * step).toPrecision(2));
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
