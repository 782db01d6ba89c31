import type { Impractical } from "../../decide/compare/candidate.js";
import type { Estimate, RequiredChange } from "../../estimate/estimate.js";
import type { SearchDoubt, SearchDoubtValues } from "../../estimate/search-doubt.js";
import { constraint } from "./names.js";
import { all, amount, counted, number, percent, plural } from "./words.js";
import { inWholePercent } from "../../internal/whole-percent.js";

/** `12 GPU = 3 répliques × 4`. */
function split(gpusPerReplica: number, replicas: number, spareReplicas = 0): string {
  const gpus = gpusPerReplica * (replicas + spareReplicas);
  const count =
    spareReplicas === 0
      ? counted(replicas, "réplique")
      : `(${number(replicas)} + ${number(spareReplicas)} de secours) répliques`;
  return `${amount(gpus, "GPUs")} = ${count} × ${number(gpusPerReplica)}`;
}

const batches = (maxBatchSize: number): string => `lots de ${number(maxBatchSize)} au plus`;

const change = ({ constraint: name, unit, from, to, side }: RequiredChange): string =>
  side === "demand"
    ? `${constraint(name)} : ${amount(to, unit)} atteints sur ${amount(from, unit)} demandés`
    : `${constraint(name)} : il faut ${amount(to, unit)} là où ${amount(from, unit)} sont permis`;

/** An estimate in one sentence. */
export function summary(estimate: Estimate): string {
  if (estimate.status === "infeasible") {
    const { gpusPerReplica, replicas, batchExponent, changes } = estimate.nearest;
    const nearest = `${split(gpusPerReplica, replicas)}, ${batches(2 ** batchExponent)}`;
    const needed = changes.map(change).join(" ; ");
    const isBudget = changes.some(({ constraint: name }) => name === "maxGpus");
    return `aucun déploiement ne respecte toutes les contraintes ; ${isBudget ? `${nearest}, y parviendrait : ${needed}` : `au mieux, ${needed} (${nearest})`}`;
  }
  const { gpusPerReplica, replicas, spareReplicas, maxBatchSize, confidence, constraints } = estimate;
  const binding = constraints.filter((one) => one.binding).map(({ name }) => constraint(name));
  const binds =
    binding.length === 0
      ? ""
      : ` ; ${plural(binding.length, "limite déterminante", "limites déterminantes")} : ${all(binding)}`;
  const sure = confidence === null ? "" : ` ; sûr à ${percent(inWholePercent(confidence.reached))}`;
  return `${split(gpusPerReplica, replicas, spareReplicas)}, ${batches(maxBatchSize)}${binds}${sure}`;
}

const DOUBTS: { readonly [Code in keyof SearchDoubtValues]: (values: SearchDoubtValues[Code]) => string } = {
  "broken-promise": ({ names }) =>
    `${all(names.map(constraint))} : avec plus de répliques, la valeur ne change pas comme promis, si bien que rien n'est prouvé`,
  "not-all-tried": ({ names, tried }) =>
    `${all(names.map(constraint))} : rien n'est promis pour plus de répliques, et seules ${number(tried)} possibilités ont été essayées une à une ; indiquez withMoreReplicas, ou search.maxGpus`,
};

/** Why an answer is not proven. */
export const doubt = ({ code, values }: SearchDoubt): string =>
  (DOUBTS[code] as (values: SearchDoubt["values"]) => string)(values);

/** Why nobody would buy a purchase. */
export const impractical = ({ requestsPerGpu, constraints }: Impractical): string =>
  `a ${counted(requestsPerGpu, "requête")} par GPU ; à la limite de ce qu'il sait faire : ${all(constraints.map(constraint))}`;
