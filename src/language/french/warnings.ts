import type { PredictionWarning, TooLong, WarningCode, WarningValues } from "../../performance/prediction-warning.js";
import type { ReplayReason } from "../../queueing/replay-reasons.js";
import { gigabitsPerSecond } from "../../units.js";
import { counted, large, number, percent } from "./words.js";

/** What models that write nothing compute. */
const KINDS: Readonly<Record<string, string>> = {
  embedding: "de plongement",
  reranker: "de reclassement",
};

export const kindOfModel = (kind: string): string => KINDS[kind] ?? kind;

const tooLong = ({ share, limitTokens }: TooLong): string =>
  `${percent(share)} des requêtes dépassent les ${number(limitTokens)} jetons`;

const WARNINGS: { readonly [Code in WarningCode]: (values: WarningValues[Code]) => string } = {
  "gpu-by-datasheet": ({ value, nearest }) =>
    `non mesuré : les noyaux de calcul de ${value} et de sa famille n'ont pas été chronométrés ; le GPU le plus proche qui l'a été est ${nearest}`,
  "engine-newer": ({ value, nearest }) =>
    `non mesuré : la version ${value} est plus récente que la plus récente mesurée, ${nearest}`,
  "engine-older": ({ value, nearest }) =>
    `non mesuré : la version ${value} est plus ancienne que la plus ancienne mesurée, ${nearest}`,
  "model-size": ({ value, nearest }) =>
    `non mesuré : ${large(value)} de paramètres ; le modèle mesuré le plus proche en a ${large(nearest)}`,
  "requests-in-flight": ({ value, nearest }) =>
    `non mesuré : une réplique avec ${counted(value, "requête")} en cours ; la plus proche mesurée en avait ${number(nearest)}`,
  "request-length": ({ value, nearest }) =>
    `non mesuré : des requêtes de ${counted(value, "jeton")} ; les plus proches mesurées en ont ${number(nearest)}`,
  "model-kind": ({ value }) =>
    `non mesuré : les modèles ${kindOfModel(value)} ; les plus proches mesurés écrivent du texte`,
  "front-end": ({ value, nearest }) =>
    `non mesuré : ${counted(value, "requête")} par seconde et par réplique ; un serveur d'API en a servi ${number(nearest)}`,
  "several-servers": ({ servers, networkBytesPerSecond }) =>
    `non mesuré : une réplique sur ${number(servers)} serveurs ; le calcul compte sur un réseau de ${number(gigabitsPerSecond(networkBytesPerSecond))} Gbit/s par GPU`,
  "longer-than-context": (values) => `${tooLong(values)} de la fenêtre de contexte du modèle`,
  "longer-than-max-model-len": (values) => `${tooLong(values)} pour lesquels le moteur est lancé (--max-model-len)`,
  "longer-than-cache": (values) => `${tooLong(values)} que contient le cache KV`,
  "prefixes-beyond-cache": ({ neededTokens, freeTokens }) =>
    `le cache de préfixe demande ${large(neededTokens)} jetons de cache KV dans chaque réplique ; à côté des requêtes en cours il reste la place de ${large(freeTokens)}`,
  "batch-beyond-states": ({ maxNumSeqs, stateBlocks }) =>
    `une taille de lot de ${number(maxNumSeqs)} dépasse les ${number(stateBlocks)} blocs qui gardent des états : vLLM, à partir de la version 0.20, ne démarre pas ainsi`,
};

/** A warning in words. */
export const warning = (of: PredictionWarning): string =>
  (WARNINGS[of.code] as (values: PredictionWarning) => string)(of);

const REPLAY_REASONS: Readonly<Record<ReplayReason, string>> = {
  overload: "il arrive plus de requêtes que le parc ne peut en servir",
  bursts:
    "les requêtes arrivent par rafales : attentes et premiers jetons calculés par formule peuvent être plusieurs fois trop courts",
  "short-outputs": "les réponses font quelques jetons : les temps dépendent des requêtes qui partagent une étape",
  "uncut-prompts":
    "certains textes fournis remplissent presque une étape d'un moteur qui ne les découpe pas : ils attendent que d'autres soient partis, et tous ceux de derrière avec eux",
  "uneven-replicas":
    "la lecture des textes fournis prend presque tout le temps, et les requêtes sont distribuées : les formules ne disent pas à quel point les répliques sont inégales",
};

/** Why a plan is to be replayed. */
export const replayReason = (reason: ReplayReason): string => REPLAY_REASONS[reason];
