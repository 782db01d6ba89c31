import type { FeasibleEstimate, InfeasibleEstimate, RequiredChange } from "./estimate.js";
import { inWholePercent } from "../internal/whole-percent.js";

/**
 * An estimate in one sentence: `12 GPUs = 3 replicas x 4, ...`, or what stands in the way.
 *
 * @param estimate - a feasible or an infeasible one, without its own summary.
 * @returns the sentence, without a final stop.
 */
export function summarise(
  estimate: Omit<FeasibleEstimate, "summary"> | Omit<InfeasibleEstimate, "summary" | "reason">,
): string {
  if (estimate.status === "infeasible") {
    const { gpusPerReplica, replicas, batchExponent, changes } = estimate.nearest;
    const nearest = `${split(gpusPerReplica, replicas)}, batches of up to ${2 ** batchExponent}`;
    const isBudget = changes.some(({ constraint }) => constraint === "maxGpus");
    return `no deployment meets every constraint; ${isBudget ? `${nearest}, would: ${changes.map(describeChange).join("; ")}` : `at best ${changes.map(describeChange).join("; ")} (${nearest})`}`;
  }
  const binding = estimate.constraints.filter((constraint) => constraint.binding).map(({ name }) => name);
  const binds = binding.length > 0 ? `; ${list(binding)} bind${binding.length === 1 ? "s" : ""}` : "";
  const { gpusPerReplica, replicas, spareReplicas, maxBatchSize, confidence } = estimate;
  const sure = confidence === null ? "" : `; ${Math.round(100 * inWholePercent(confidence.reached))} % sure`;
  return `${split(gpusPerReplica, replicas, spareReplicas)}, batches of up to ${maxBatchSize}${binds}${sure}`;
}

/** `a`, `a and b`, `a, b and c`. */
const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;

function split(gpusPerReplica: number, replicas: number, spareReplicas = 0): string {
  const gpus = gpusPerReplica * (replicas + spareReplicas);
  const count =
    spareReplicas === 0
      ? `${replicas} replica${replicas === 1 ? "" : "s"}`
      : `(${replicas} + ${spareReplicas} spare) replicas`;
  return `${gpus} GPU${gpus === 1 ? "" : "s"} = ${count} x ${gpusPerReplica}`;
}

function describeChange({ constraint, unit, from, to, side }: RequiredChange): string {
  const amount = (value: number): string => `${unit === "GPUs" ? value : Number(value.toPrecision(3))} ${unit}`;
  return side === "demand"
    ? `${constraint} reaches ${amount(to)} of the ${amount(from)} asked for`
    : `${constraint} needs ${amount(to)} where ${amount(from)} are allowed`;
}
