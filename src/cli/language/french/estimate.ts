import { amount, counted, number, percent, plural } from "../../../language/french/words.js";
import type { CommandLanguage } from "../command-language.js";
import { inWholePercent } from "../../../internal/whole-percent.js";

type Words = CommandLanguage["words"];

const seconds = (value: number): string => amount(value, "s");

const inFlight = (requests: number): string => counted(requests, "requête en cours", "requêtes en cours");

/** What `infrascale estimate` prints. */
export const estimate: Words["estimate"] = {
  subject: (model, gpu, performanceModel) => `${model} sur ${gpu}, modèle de performance ${performanceModel}`,
  loadTest: (rounds, areLengthsEqual) =>
    `dans un test de charge de ${counted(rounds, "tour")}${areLengthsEqual ? ", toutes les requêtes de même longueur" : ""}`,
  lessSure: (asked) =>
    `${percent(asked)} prendraient plus du double de ce que demandent les prédictions : mesurez avant d'acheter`,
  band: (expected, fewest, most, confidence) => {
    const range =
      most === null
        ? `de ${number(fewest)} GPU à peut-être plus qu'aucun achat`
        : fewest === most
          ? `${number(most)} GPU`
          : `de ${number(fewest)} à ${number(most)} GPU`;
    return `${number(expected)} GPU selon les prédictions, ${range} avec une confiance de ${percent(confidence)}`;
  },
  gpus: (gpus) => `${number(gpus)} GPU`,
  constraint: (sure) => (sure === null ? "contrainte" : `contrainte, sûre à ${percent(inWholePercent(sure))}`),
  demand: "besoin",
  limit: "limite",
  margin: "marge",
  binds: "détermine",
  violated: "dépassée",
  adds: "ajoute",
  expected: "valeurs attendues",
  timeToFirstToken: "temps jusqu'au premier jeton",
  timeToAnswer: "temps jusqu'à la réponse",
  inQueue: "dont file d'attente",
  timePerOutputToken: "temps par jeton généré",
  endToEnd: "temps total de réponse",
  speedOfRequest: "jetons/s par requête",
  speedInAll: "jetons/s en tout",
  utilisation: "taux d'utilisation",
  requestsPerSecond: "requêtes/s",
  weightsAndWorkSpace: "poids ; espace de travail",
  cacheInUse: "cache KV ; dont utilisé",
  batchAndQueue: "taille du lot ; file par lot",
  headroom: "objectifs tenus jusqu'à",
  timesLoad: (factor) => `${number(factor)} fois la charge`,
  eachReplica: (source) => `chaque réplique (constantes : ${SOURCES[source] ?? source})`,
  parallelSizes: "tenseurs × pipeline × données",
  expertGpus: "GPU où sont répartis les experts entiers",
  weightsAndCache: "poids, cache KV",
  weights: "poids",
  requestsAndTokens: "requêtes ; jetons d'une étape",
  longestRequest: "plus longue requête",
  tokens: (tokens) => counted(tokens, "jeton"),
  memoryShare: "part de la mémoire",
  fewerGpus: "moins de GPU",
  wouldViolate: "serait dépassé",
  evaluations: (evaluations) => `(${counted(evaluations, "évaluation")})`,
};

/** Where constants come from. */
export const SOURCES: Readonly<Record<string, string>> = {
  measured: "mesurées",
  family: "de la famille",
  datasheet: "de la fiche technique",
  calibrated: "calibrées",
};

/** From what was given to requests in flight. */
export const load: Words["load"] = {
  active: (named, active, users) =>
    `${counted(named, "utilisateur ayant", "utilisateurs ayant")} accès × ${number(active)} actifs = ${number(users)} en session`,
  usersAtPeak: (users, factor) =>
    `${counted(users, "utilisateur")} × ${number(factor)} à la pointe = ${number(users * factor)}`,
  users: (users) => counted(users, "utilisateur"),
  each: (requests) => `${inFlight(requests)} chacun`,
  thinks: (thinkSeconds, e2eSeconds) =>
    `chacun réfléchit ${seconds(thinkSeconds)}${e2eSeconds === null ? "" : ` et reçoit sa réponse en ${seconds(e2eSeconds)}`} :`,
  takes: (e2eSeconds) => `chacune prend ${seconds(e2eSeconds)} :`,
  rate: (perSecond, factor) =>
    `${counted(perSecond, "requête")} par seconde${factor === 1 ? "" : ` × ${number(factor)} à la pointe = ${number(perSecond * factor)}`}`,
  requestsAtPeak: (requests, factor) => `${number(requests)} × ${number(factor)} à la pointe`,
  inFlight: (requests, perSecond) =>
    requests === null
      ? "les requêtes en cours s'accumulent sans fin"
      : `${inFlight(requests)}${perSecond === null ? "" : `, ${number(perSecond)} ${plural(perSecond, "arrive", "arrivent")} par seconde`}`,
};

/** Times of requests, by formulas and of a simulation. */
export const times: Words["times"] = {
  time: "temps",
  mean: "moyenne",
  max: "max.",
  toPass: "jusqu'à une passe",
  toAnswer: "jusqu'à la réponse",
  toSlot: "jusqu'à une place",
  toFirstToken: "jusqu'au premier jeton",
  perOutputToken: "par jeton généré",
  toLastToken: "jusqu'au dernier jeton",
  none: "aucun",
};
