import { estimateGpus, type EstimateRequest } from "infrascale";
import { costOf, dayCurve, dayPlan, type GpuHourPrices } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import { requestOf } from "./named.js";
import type { DayAnswer, DayQuestion } from "./protocol.js";

/**
 * GPUs by the hour of a day whose busiest hour is the question's.
 *
 * @param dayQuestion - the question, and a curve by name.
 * @returns hours and money; null where nothing serves the question.
 */
export async function day({ question, curve }: DayQuestion): Promise<DayAnswer | null> {
  const request = await requestOf(question);
  if (estimateGpus(request, question.options).status === "infeasible") return null;
  const prices = pricesOf(request, question);
  const { hours, gpuHours, starts, startUpSeconds, reservedGpus, money } = dayPlan(request, {
    curve: dayCurve(curve),
    ...question.options,
    ...(prices !== null && { prices }),
  });
  return { hours, gpuHours, starts, startUpSeconds, reservedGpus, money };
}

/** On demand, and reserved for a year where somebody offers that for less; null where nobody rents it out. */
function pricesOf(request: EstimateRequest, { options, cost }: Question): GpuHourPrices | null {
  const estimate = estimateGpus(request, options);
  if (estimate.status === "infeasible") return null;
  const onDemand = costOf(estimate, cost).rent;
  if (onDemand === null) return null;
  const reserved = cost.ownPerGpuHour === undefined ? costOf(estimate, { ...cost, terms: "1-year" }).rent : null;
  return {
    currency: onDemand.currency,
    onDemand: onDemand.perGpuHour,
    ...(reserved !== null && reserved.perGpuHour <= onDemand.perGpuHour && { reserved: reserved.perGpuHour }),
  };
}
