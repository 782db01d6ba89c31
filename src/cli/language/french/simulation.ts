import { amount, counted, number, percent } from "../../../language/french/words.js";
import type { TraceNote, TraceNoteWords } from "../../trace/trace-note.js";
import type { CommandLanguage } from "../command-language.js";
import { SOURCES } from "./estimate.js";

type Words = CommandLanguage["words"];

const NOTES: TraceNoteWords = {
  "unanswered-requests": ({ rows }) =>
    `${counted(rows, "ligne sans réponse a été laissée", "lignes sans réponse ont été laissées")} de côté : requêtes échouées ou interrompues`,
  "may-be-milliseconds": ({ gapSeconds }) =>
    `lue en secondes, la trace a une requête toutes les ${number(gapSeconds)} s : si ces nombres entiers sont des millisecondes, nommez la colonne t_ms`,
  "rounded-arrivals": ({ stepSeconds }) =>
    `les arrivées viennent par pas de ${number(stepSeconds)} s : --jitter-seconds ${stepSeconds} les étale`,
  "assumed-prompts": () =>
    "le format ne dit pas si le texte fourni d'un tour contient les tours précédents : input_length a été pris pour le texte entier",
  "shared-beginnings": ({ share }) =>
    `des textes fournis commencent pareillement : un cache de préfixe sans limite contiendrait ${percent(share)} de leurs jetons ; rien n'en est supposé sans --prefix-cache-share`,
};

/** What is to be known of a trace. */
export const traceNote: Words["traceNote"] = ({ code, values }) =>
  (NOTES[code] as (values: TraceNote["values"]) => string)(values);

/** What `infrascale simulate` prints, and a replay of an estimate. */
export const simulation: Words["simulation"] = {
  fleet: (gpus, replicas) => `${number(gpus)} GPU = ${counted(replicas, "réplique")} × ${number(gpus / replicas)}`,
  requestsIn: (requests, time) => `${counted(requests, "requête")} en ${amount(time, "s")}`,
  replay: (requests, replicas) =>
    `la simulation de ${counted(requests, "requête")} sur ${counted(replicas, "réplique")}`,
  meets: "tient les objectifs",
  misses: (names) => `ne tient pas : ${names}`,
  withinLimits: (share) => ` ; ${percent(share)} des requêtes respectent chaque limite`,
  tooShort:
    "simulation trop courte pour dire ce que donne une charge stable : après la mise en régime, moins de dix requêtes tiennent l'une derrière l'autre ; envoyez-en davantage (--requests)",
  target: "objectif",
  limit: "limite",
  simulated: "simulé",
  none: "aucun",
  missed: "manqué",
  subject: (model, gpu, engine, source) => `${model} sur ${gpu}, ${engine} (constantes : ${SOURCES[source] ?? source})`,
  slots: (slots, cacheTokens, replicas, routing) =>
    `${counted(slots, "place")} et ${cacheTokens === null ? "aucun cache à remplir" : `un cache de ${counted(cacheTokens, "jeton")}`} dans ${replicas === 1 ? "la réplique" : `chaque réplique, requêtes distribuées ${routing}`}`,
  otherProfile: (fields) => `le profil a été ajusté pour une autre valeur de ${fields}`,
  traffic: "parc",
  requests: "requêtes ; terminées ; comptées",
  rejected: "refusées, plus longues que le cache",
  preemptions: "remises en attente, faute de cache",
  rates: "requêtes/s ; jetons en sortie/s",
  running: "en cours ; en attente (moyenne)",
  steps: "part du temps en calcul",
  inUse: "places ; cache utilisés",
  requestsRunning: "requêtes en cours",
  requestsWaiting: "requêtes en attente",
  outputTokensPerSecond: "jetons en sortie/s",
  unknown: "inconnu",
  certainty: (seed, firstToken, lastToken) =>
    `graine ${seed} ; confiance de 95 % des moyennes : premier jeton ±${firstToken}, dernier jeton ±${lastToken}`,
};
