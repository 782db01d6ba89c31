import { value } from "../../../language/french/names.js";
import { amount, counted, number, percent } from "../../../language/french/words.js";
import type { CommandLanguage } from "../command-language.js";
import { inWholePercent } from "../../../internal/whole-percent.js";

type Words = CommandLanguage["words"];

/** Machines that a purchase takes. */
export const servers: Words["servers"] = (of) =>
  `en serveurs entiers : ${of.servers} × ${of.gpusPerServer} = ${of.gpus} GPU, ${of.idleGpus === 0 ? "aucun inutilisé" : `dont ${counted(of.idleGpus, "inutilisé")}`}`;

/** What `infrascale max-users` prints. */
export const fleetLimit: Words["fleetLimit"] = {
  asPredicted: "selon les prédictions",
  sure: (confidence) => `sûr à ${percent(inWholePercent(confidence))}`,
  none: "aucun",
  noValue: (gpus) => `aucune valeur ne tient tous les objectifs sur ${number(gpus)} GPU`,
  use: ({ use, gpus, replicas, gpusPerReplica, maxBatchSize }) =>
    `${number(use)} GPU sur ${number(gpus)} : ${number(replicas)} × ${number(gpusPerReplica)}, lots de ${number(maxBatchSize)} au plus`,
  far: "moins de la moitié ou plus du double des prédictions : mesurez avant de promettre",
  beyond: (names) => `un pas de plus dépasserait : ${names}`,
  stoppedBy: (name, demand, limit) => `arrêté par : ${name}, ${demand} là où ${limit} sont permis`,
};

/** A value without its unit, but a time, whose unit may change. */
const bare = (told: number | string, unit: string): string => value(told, unit === "s" ? unit : "");

/** What `infrascale what-if` prints. */
export const whatIf: Words["whatIf"] = {
  still: "même nombre de GPU :",
  failing: "sans solution :",
  change: "changement",
  gpus: "GPU",
  // Columns are narrow: where both have one unit, it is said once.
  step: (from, to, unit) => `${bare(from, unit)} -> ${value(to, unit)}`,
  gpusAt: (asked, unit, gpus) => `${bare(asked, unit)} : ${number(gpus)}`,
  saves: "gain",
  sure: "sûr",
  threshold: "seuil",
  asked: "demandé",
  until: "jusqu'à : GPU",
  beyond: "au-delà",
  fewer: "moins dès",
  oneMorePercentOf: "sur les mêmes GPU, +1 % de",
  elasticity: (share) => `${share.toFixed(2).replace(".", ",")} %`,
};

/** What `infrascale day` prints. */
export const day: Words["day"] = {
  busiest: "heure la plus chargée :",
  hour: "heure",
  replicas: "répliques",
  gpus: "GPU",
  fixedHours: (gpuHours, hours) =>
    `${counted(gpuHours, "heure-GPU", "heures-GPU")} en ${counted(hours, "heure")} avec le parc de la plus chargée`,
  scaledHours: (gpuHours, share) => `${number(gpuHours)} en suivant chaque heure, soit ${percent(share)} de celles-ci`,
  startingHours: (gpuHours, starts, startUpSeconds) =>
    `dont ${number(gpuHours)} pour ${counted(starts, "démarrage")} de ${amount(startUpSeconds, "s")} chacun`,
  reserved: (gpus) => `au moindre coût : ${number(gpus)} GPU réservés, le reste à la demande`,
  beforeTax: (currency) => `${currency}, hors taxes`,
  fixed: "parc de l'heure la plus chargée, à la demande",
  fixedReserved: "le même, réservé",
  scaled: "heure par heure, à la demande",
  mixed: "réservé et à la demande",
  month: "mois",
  load: "charge",
  adds: "ajoute",
  noneWouldDo: "aucun achat ne suffit",
};
