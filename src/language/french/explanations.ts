import type { Explanation, ExplanationCode, ExplanationValues } from "../../decide/explain/explanation.js";
import { constraint, input, margin, MEMORY_PARTS, value } from "./names.js";
import { amount, counted, number, percent, quoted } from "./words.js";
import { inWholePercent } from "../../internal/whole-percent.js";

const EXPLANATIONS: { readonly [Code in ExplanationCode]: (values: ExplanationValues[Code]) => string } = {
  purchase: ({ gpus, replicas, spareReplicas, gpusPerReplica }) =>
    `${amount(gpus, "GPUs")} : ${counted(replicas, "réplique")} de ${number(gpusPerReplica)}${spareReplicas === 0 ? "" : `, et ${counted(spareReplicas, "réplique")} de secours`}`,
  load: ({ requestsPerSecond, requestsInFlight }) =>
    `à la pointe, il arrive ${counted(requestsPerSecond, "requête")} par seconde, et ${counted(requestsInFlight, "requête est", "requêtes sont")} en cours à la fois`,
  confidence: ({ expectedGpus, gpus, reached }) =>
    `les prédictions telles quelles demandent ${amount(expectedGpus, "GPUs")}, et sont aussi souvent trop basses que trop hautes ; avec ${number(gpus)}, les objectifs sont tenus avec une probabilité de ${percent(inWholePercent(reached))}`,
  "less-sure": ({ asked, reached }) =>
    `${percent(asked)} ont été demandés, et prendraient plus du double de ce que demandent les prédictions : la confiance est de ${percent(inWholePercent(reached))}`,
  band: ({ fewestGpus, mostGpus, confidence }) =>
    `avec une confiance de ${percent(confidence)}, il faut ${number(fewestGpus)} GPU ou plus, et ${mostGpus === null ? "peut-être plus qu'aucun achat" : `pas plus de ${number(mostGpus)}`}`,
  "replica-size": ({ weightsBytes, gpuBytes, leastGpus, gpusPerReplica }) =>
    `les poids prennent ${amount(weightsBytes, "bytes")}, et un GPU a ${amount(gpuBytes, "bytes")} pour le moteur : ${counted(leastGpus, "GPU suffirait", "GPU suffiraient")} à les contenir, ${leastGpus === gpusPerReplica ? "autant qu'en a une réplique" : `une réplique en a ${number(gpusPerReplica)}`}`,
  split: ({ tensor, pipeline, expert, data }) =>
    [
      `chaque couche est répartie sur ${amount(tensor, "GPUs")}`,
      ...(pipeline > 1 ? [`les couches sont réparties en ${number(pipeline)} étages`] : []),
      ...(data > 1 ? [`${number(data)} rangs d'attention ont leurs propres requêtes`] : []),
      ...(expert > 1 ? [`les experts entiers sont répartis sur ${number(expert)} GPU`] : []),
    ].join(", "),
  replicas: ({ replicas, capacityPerSecond, requestsPerSecond, utilisation }) =>
    `${counted(replicas, "réplique pourrait", "répliques pourraient")} servir ${counted(capacityPerSecond, "requête")} par seconde et il en arrive ${number(requestsPerSecond)} : ${percent(utilisation)} de la capacité`,
  batch: ({ runningPerReplica, maxBatchSize }) =>
    `une réplique a ${counted(runningPerReplica, "requête")} en cours en moyenne, et jamais plus de ${number(maxBatchSize)}`,
  binds: ({ constraint: name, unit, demand, limit, margin: left }) =>
    `limite déterminante : ${constraint(name)}, ${amount(demand, unit)} sur ${amount(limit, unit)}, marge de ${percent(left)}`,
  memory: (parts) =>
    `mémoire d'une réplique : ${Object.entries(parts)
      .map(([name, bytes]) => `${MEMORY_PARTS[name] ?? name} ${amount(bytes, "bytes")}`)
      .join(", ")}`,
  time: ({ queueSeconds, prefillSeconds, outputSeconds, e2eSeconds }) =>
    `une requête prend ${amount(e2eSeconds, "s")} en moyenne : ${amount(queueSeconds, "s")} en file d'attente, ${amount(prefillSeconds, "s")} jusqu'à son premier jeton, ${amount(outputSeconds, "s")} pour le reste de sa réponse`,
  "next-smaller": ({ gpus, replicas, gpusPerReplica, constraint: name, unit, demand, limit }) =>
    `avec ${amount(gpus, "GPUs")}, soit ${counted(replicas, "réplique")} de ${number(gpusPerReplica)}, une limite serait dépassée : ${constraint(name)}, ${amount(demand, unit)} là où ${amount(limit, unit)} sont permis`,
  margin: ({ name, value: asked, gpus }) =>
    `la marge ${quoted(margin(name))} de ${number(asked)} en prend ${amount(gpus, "GPUs")}`,
  headroom: ({ factor }) => `tous les objectifs sont tenus jusqu'à ${number(factor)} fois la charge`,
  "moves-most": ({ input: field, unit, from, to, gpus, otherGpus }) =>
    `ce qui compte le plus : ${input(field)}, ${value(to, unit)} au lieu de ${value(from, unit)}, demanderait ${amount(otherGpus, "GPUs")} au lieu de ${number(gpus)}`,
  obstacle: ({ constraint: name, unit, from, to, side, gpus }) =>
    side === "demand"
      ? `${constraint(name)} : ${amount(to, unit)} atteints au mieux sur ${amount(from, unit)} demandés, avec ${amount(gpus, "GPUs")}`
      : `${constraint(name)} : il faut au mieux ${amount(to, unit)} là où ${amount(from, unit)} sont permis, avec ${amount(gpus, "GPUs")}`,
};

/** A reason of an estimate in words. */
export const explanation = ({ code, values }: Explanation): string =>
  (EXPLANATIONS[code] as (values: Explanation["values"]) => string)(values);
