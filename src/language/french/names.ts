import { limitNamed, type Statistic, type TargetName } from "../../workload/targets.js";
import { amount } from "./words.js";

const TARGET_NAMES: Readonly<Record<TargetName, string>> = {
  tokensPerSecond: "débit par utilisateur",
  waitSeconds: "attente du premier jeton",
  ttft: "temps jusqu'au premier jeton",
  tpot: "temps par jeton généré",
  e2e: "temps total de réponse",
};

const STATISTIC_NAMES: Readonly<Record<Statistic, string>> = {
  mean: "moyenne",
  p50: "médiane",
  p90: "90e centile",
  p95: "95e centile",
  p99: "99e centile",
};

const CONSTRAINT_NAMES: Readonly<Record<string, string>> = {
  memory: "mémoire",
  throughput: "débit par utilisateur",
  capacity: "capacité",
  wait: "attente du premier jeton",
  utilisation: "taux d'utilisation",
  simulation: "simulation requête par requête",
  maxGpus: "nombre maximal de GPU",
};

/** A constraint in words; one of the caller's own by its name. */
export function constraint(name: string): string {
  const limit = limitNamed(name);
  if (limit !== null) return `${TARGET_NAMES[limit.target]} (${STATISTIC_NAMES[limit.statistic]})`;
  return CONSTRAINT_NAMES[name] ?? name;
}

const INPUT_NAMES: Readonly<Record<string, string>> = {
  "workload.namedUsers": "utilisateurs ayant accès",
  "workload.concurrentUsers": "utilisateurs simultanés",
  "workload.requestsInFlight": "requêtes en cours",
  "workload.requestsPerSecond": "requêtes par seconde",
  "workload.activeFraction": "part d'utilisateurs actifs",
  "workload.thinkSeconds": "temps de réflexion",
  "workload.requestsPerUser": "requêtes en cours par utilisateur",
  "workload.arrivalCv": "irrégularité des arrivées",
  "workload.peakFactor": "facteur de pointe",
  "workload.inputTokens": "jetons en entrée",
  "workload.outputTokens": "jetons en sortie",
  "precision.weights": "format des poids",
  "precision.kvCache": "format du cache KV",
  engine: "moteur d'inférence",
  routing: "répartition des requêtes",
  speculation: "décodage spéculatif",
};

/** An input of a request in words, by its field. */
export function input(field: string): string {
  const target = field.startsWith("targets.") ? field.slice("targets.".length) : null;
  if (target === null) return INPUT_NAMES[field] ?? field;
  return TARGET_NAMES[target as TargetName] ?? constraint(target.replace(".", " "));
}

/** How requests are shared, and what is not there. */
const WORDS: Readonly<Record<string, string>> = {
  none: "aucun",
  "round-robin": "à tour de rôle",
  random: "au hasard",
  "least-loaded": "à la moins chargée",
};

/** A value of an input in the unit that people read it in. */
export const value = (told: number | string, unit: string): string =>
  typeof told === "number"
    ? amount(told, unit)
    : (WORDS[told] ?? told.replace(/ tokens, (.*?)(?: (accepted)| a step)$/, spoken));

/** `3 tokens, 0.7 accepted`. */
const spoken = (_: string, figure: string, accepted: string | undefined): string =>
  ` jetons, ${amount(Number(figure), "")} ${accepted === undefined ? "par étape" : "acceptés"}`;

const MARGIN_NAMES: Readonly<Record<string, string>> = {
  "peak factor": "facteur de pointe",
  "utilisation guard": "réserve de capacité",
  "spare replicas": "répliques de secours",
};

/** A margin in words. */
export const margin = (name: string): string => MARGIN_NAMES[name] ?? name;

/** Parts of a replica's memory in words; others by their name. */
export const MEMORY_PARTS: Readonly<Record<string, string>> = {
  weights: "poids",
  workSpace: "espace de travail",
  kvCache: "cache KV",
  kvCacheInUse: "dont utilisé",
  limit: "sur",
};
