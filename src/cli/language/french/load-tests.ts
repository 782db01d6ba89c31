import { french } from "../../../language/french/index.js";
import { number, percent } from "../../../language/french/words.js";
import { counted } from "../../../language/french/words.js";
import type { MemoryShortage } from "../../../deployment/memory/memory-options.js";
import type { Refusal, Refused } from "../../../measurements/refusal.js";
import { gibFromBytes } from "../../../units.js";
import type { Shortage } from "../../validation/reason.js";
import type { CommandLanguage } from "../command-language.js";

type Words = CommandLanguage["words"];

/** What `infrascale calibrate` prints. */
export const calibration: Words["calibration"] = {
  parameters: {
    stepOverheadSeconds: "ajouté à chaque étape",
    requestOverheadSeconds: "ajouté par requête en cours",
    decodeFactor: "noyaux de génération, fois",
    decodeExponent: "et nombre de requêtes, puissance",
    prefillFactor: "noyaux de lecture, fois",
    communicationFactor: "communication, fois",
    firstTokenSeconds: "ajouté au premier jeton",
    firstTokenFactor: "premier jeton, fois",
    firstTokenExponent: "et nombre de requêtes, puissance",
  },
  quantities: {
    tpotSeconds: "temps par jeton généré",
    ttftSeconds: "temps jusqu'au premier jeton",
    requestSeconds: "temps total de réponse",
    outputTokensPerSecond: "jetons en sortie/s",
  },
  fitted: (measured, rows, before, after) =>
    `${counted(measured, "valeur")} de ${counted(rows, "ligne")} : erreur médiane de ${percent(before)} avant, de ${percent(after)} après`,
  leftOut: (percentOfMeasured) => `, de ${percent(percentOfMeasured / 100)} sur les lignes mises de côté`,
  status: (status) => (status === "stalled" ? " (ajustement bloqué)" : " (nombre maximal de pas atteint)"),
  served: (models, gpus, engines, tensorSizes) => `${models} sur ${gpus}, ${engines}, tenseurs ${tensorSizes}`,
  parameter: "paramètre",
  interval: "intervalle à 95 %",
  range: (from, to) => `${from} à ${to}`,
  notTold: "les lignes n'en disent rien",
  medianErrorOf: "erreur médiane de",
  rows: "lignes",
  before: "avant",
  after: "après",
  onRowsLeftOut: "mises de côté",
  curves: {
    tpotSeconds: "par jeton généré, ms : mesuré (bleu), ajusté (jaune)",
    ttftSeconds: "jusqu'au premier jeton, ms : mesuré (bleu), ajusté (jaune)",
  },
};

const gib = (bytes: number): string => `${number(gibFromBytes(bytes))} Gio`;

/** Why a server does not start. */
const SHORTAGES: Readonly<Record<MemoryShortage, (memory: Shortage["memory"]) => string>> = {
  "start-up": ({ usableBytes, visibleBytes }) =>
    `la part demandée est de ${gib(usableBytes)} sur ${gib(visibleBytes)}, plus que ce qui est libre`,
  parts: ({ leftBytes }) => `les poids et l'espace de travail laissent ${gib(leftBytes)} au cache`,
  "one-request": ({ kvCacheBytes, maxModelLen }) =>
    `un cache de ${gib(kvCacheBytes)} ne contient aucune requête de ${counted(maxModelLen, "jeton")}`,
  step: ({ kvPool, maxBatchedTokens }) =>
    `un bloc qui garde un état a ${counted(kvPool.groups[0]?.blockTokens ?? 0, "jeton")}, plus que les ${number(maxBatchedTokens)} d'une étape`,
  states: ({ maxNumSeqs, kvBlocks }) =>
    `${counted(maxNumSeqs, "requête")} à la fois, c'est plus que les ${number(kvBlocks)} blocs pour leurs états`,
  profiling: ({ kvPool, maxNumSeqs }) =>
    `pas de place pour le cache avec lequel les graphes de ${counted(maxNumSeqs, "requête")} sont mesurés, en blocs de ${gib(kvPool.blockBytes)}`,
};

/** What each refusal of a row says. */
const REFUSALS: Readonly<Record<Refusal, string>> = {
  "engine-not-stated": "moteur non indiqué",
  "gpu-not-stated": "GPU non indiqué",
  "gpu-not-in-catalog": "GPU absent du catalogue",
  "gpu-ambiguous": "plusieurs GPU portent ce nom",
  "model-not-stated": "modèle non indiqué",
  "model-not-in-catalog": "modèle absent du catalogue",
  "model-ambiguous": "plusieurs modèles portent ce nom",
  "model-without-config": "modèle sans configuration publique",
  "model-encoder-decoder": "modèle à encodeur et décodeur, qui n'est pas pris en compte",
  "model-bits-not-stated": "nombre de bits d'un poids non indiqué",
  "weight-format-unknown": "format des poids inconnu",
  "cache-format-unknown": "format du cache inconnu",
  "parallelism-not-stated": "parallélisme non indiqué",
  "parallelism-contradictory": "parallélisme en contradiction avec le nombre de GPU",
  "load-not-stated": "charge inconnue, ou sans son nombre de requêtes",
  "lengths-not-stated": "jetons en entrée ou en sortie non indiqués",
};

const refused = ({ refusal, detail, nearest }: Refused): string =>
  `${REFUSALS[refusal]}${detail === "" ? "" : ` : ${detail}`}${nearest.length === 0 ? "" : ` ; les plus proches : ${nearest.join(", ")}`}`;

const KINDS: Readonly<Record<Parameters<Words["validation"]["headline"]>[0], string>> = {
  speed: "de vitesses",
  memory: "de journaux de démarrage",
};

/** What `infrascale validate` prints. */
export const validation: Words["validation"] = {
  headline: (kind, rows, predicted) =>
    `${counted(rows, "ligne")} ${KINDS[kind]} : ${counted(predicted, "prédite")}, ${number(rows - predicted)} sans prédiction`,
  nothing: "aucune ligne n'est à la fois prédite et mesurée : il n'y a pas d'erreur à montrer",
  errorOf: "erreur de",
  ofCache: (column) => `${column} selon ses Gio`,
  rows: "lignes",
  median: "médiane",
  bias: "biais",
  engine: "moteur",
  kinds: { dense: "dense", MoE: "MoE" },
  gpuNotStated: "non indiqué",
  percent: (value, decimals) => `${value.toFixed(decimals).replace(".", ",")} %`,
  doesNotStart: "Ne démarre pas",
  notPredicted: "Sans prédiction",
  reason: (inEnglish, why) => {
    if (why === null) return inEnglish;
    if ("shortage" in why) return SHORTAGES[why.shortage](why.memory);
    if ("refusal" in why) return refused(why);
    return `${why.code === "does-not-fit" ? "ne tient pas : " : ""}${french.says.error(why)}`;
  },
};

const STATUSES: Readonly<Record<Parameters<Words["check"]["run"]>[1], string>> = {
  passed: "réussi",
  failed: "échoué",
  inconclusive: "sans conclusion",
};

/** What `infrascale check` prints. */
export const check: Words["check"] = {
  tokensOfPrompts: "jetons en entrée",
  tokensOfOutputs: "jetons en sortie",
  run: (run, status) => `essai ${run} : ${STATUSES[status]}`,
  planned: "prévu",
  measured: "mesuré",
  missedBy: (share) => `manqué de ${percent(share)}`,
  requestsFailed: "requêtes échouées",
  holds: "tenu",
  notFitted: "aucun moteur n'a pu être ajusté :",
  fitted: "ajusté à cet essai :",
};
