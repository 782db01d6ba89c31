import type { CalibrationWarning, CalibrationWarningCode } from "../../calibrate/calibration-warning.js";
import type { FitWarning, FitWarningCode } from "../../calibrate/fit-warning.js";
import type { CheckGap, CheckStatus } from "../../launch/check/check-plan.js";
import { counted, number, percent } from "./words.js";

/** Figures by name, as far as a warning has them. */
type Evidence = Readonly<Record<string, number>>;

/** A figure in words; nothing where the warning has none. */
const told = (figure: number | undefined, words: (figure: number) => string): string =>
  figure === undefined ? "" : words(figure);

/** A figure that a warning has. */
const shown = (figure: number | undefined): string => (figure === undefined ? "?" : number(figure));

type Code = CalibrationWarningCode | FitWarningCode;

const WARNINGS: { readonly [Key in Code]: (evidence: Evidence) => string } = {
  "unreadable-file": () => "le fichier n'a pas pu être lu",
  "invalid-row": () => "une ligne n'a pas pu être lue",
  "invalid-value": () => "une valeur impossible a été laissée de côté",
  "mixed-tools": () =>
    "un même fichier contient les résultats de plusieurs outils ; chaque ligne a été lue comme venant du sien",
  "assumed-arrivals": () =>
    "le fichier ne dit pas comment les requêtes arrivaient : une boucle fermée, ou le débit servi, a été supposé",
  "assumed-tokens": ({ charactersPerToken }) =>
    `les longueurs des réponses sont en caractères${told(charactersPerToken, (figure) => ` : ${number(figure)} ont été comptés pour un jeton`)}`,
  "flagged-row": () => "la table marque cette ligne comme impropre à l'ajustement",
  "unknown-column": () => "des colonnes inconnues, ou sans unité, n'ont pas été lues",
  overloaded: () =>
    "il arrivait plus de requêtes que le serveur, ou les clients, ne pouvaient en traiter : la file s'allongeait pendant tout l'essai",
  "concurrency-limit": ({ concurrency }) =>
    `la limite${told(concurrency, (figure) => ` de ${counted(figure, "requête")}`)} en cours est atteinte : l'essai est une boucle fermée`,
  "growing-rate": () => "le débit augmente pendant l'essai : il est lu à son débit moyen, et ses temps les mêlent tous",
  "speculative-decoding": ({ tokensPerStep }) =>
    `le serveur utilisait le décodage spéculatif${told(tokensPerStep, (figure) => `, avec ${counted(figure, "jeton")} par étape`)} : un profil ajusté ainsi ne vaut que pour lui`,
  "multi-turn": () =>
    "conversations à plusieurs tours : le fichier ne dit pas quelle part des textes fournis était dans le cache de préfixe ; indiquez-la (prefixCacheHitRate, --prefix-cache-share)",
  "throughput-contradicts-itself": ({ statedTokensPerSecond, impliedTokensPerSecond }) =>
    `le débit indiqué est de ${shown(statedTokensPerSecond)} jetons/s, mais requêtes, longueurs et durée donnent ${shown(impliedTokensPerSecond)}`,
  "littles-law": ({ statedConcurrency, impliedConcurrency }) =>
    `${shown(statedConcurrency)} requêtes en cours sont indiquées, mais leur débit et leur durée donnent ${shown(impliedConcurrency)}`,
  failures: ({ failedFraction }) =>
    `${told(failedFraction, percent)} des requêtes ont échoué : les temps des autres sont tronqués`,
  burst: ({ p95OverMean }) =>
    `les requêtes ont été envoyées toutes à la fois : le 95e centile du temps jusqu'au premier jeton vaut ${shown(p95OverMean)} fois sa moyenne`,
  "slot-limit": ({ slots }) =>
    `environ ${shown(slots)} requêtes au plus étaient servies à la fois : les autres attendaient`,
  "client-cap": ({ slots }) =>
    `environ ${shown(slots)} requêtes au plus étaient servies à la fois : une limite du client en est sans doute la cause`,
  "throughput-drop": () => "le débit baisse lorsque les requêtes en cours augmentent",
  "few-concurrencies": ({ concurrencies }) =>
    `une série a trop peu de niveaux de charge (${shown(concurrencies)}) pour montrer comment les temps augmentent avec elle`,
  "short-run": () => "l'essai est trop court pour être stable",
  "unusable-row": () => "une ligne n'est pas utilisée",
  "observed-slots": ({ slots }) =>
    `environ ${shown(slots)} requêtes au plus étaient servies à la fois, moins que le déploiement n'en permet`,
  "poor-fit": ({ standardDeviation }) =>
    `le profil n'explique pas des valeurs qui s'en écartent de ${told(standardDeviation, percent)} : vérifiez modèle, longueurs et limites`,
  "no-prediction": ({ figures }) => `valeurs mesurées sans prédiction : ${shown(figures)}`,
  "few-rows": ({ figures, parameters }) =>
    `trop peu de valeurs mesurées, ${shown(figures)} pour ${shown(parameters)} paramètres : l'ajustement suit la dispersion de chacune`,
  "rank-deficient": () =>
    "les lignes ne distinguent pas tous les paramètres : faites varier davantage la charge et les longueurs",
  "ill-conditioned": ({ conditionNumber }) =>
    `les lignes distinguent à peine les paramètres : conditionnement ${shown(conditionNumber)}`,
  "not-converged": ({ iterations }) => `l'ajustement n'a pas convergé après ${shown(iterations)} pas`,
  outliers: ({ figures }) => `des valeurs très éloignées des autres comptent à peine : ${shown(figures)}`,
  "far-from-prior": ({ standardDeviations }) =>
    `un paramètre est à ${told(standardDeviations, (figure) => number(Math.abs(figure)))} écarts-types de ce que montrent d'autres déploiements : vérifiez modèle, GPU, moteur et charge`,
};

/** A warning about load tests, or about what was fitted to them, in words; where in which file is told beside it. */
export const loadTestWarning = ({ code, evidence }: CalibrationWarning | FitWarning): string =>
  WARNINGS[code](evidence);

const STATUSES: Readonly<Record<CheckStatus, string>> = {
  passed: "réussi : chaque objectif a été tenu à la charge prévue",
  failed: "échoué : un objectif a été manqué sans que la charge dépasse celle prévue",
  inconclusive: "sans conclusion : le test de charge ne dit pas si le plan tient",
};

/** What a load test came to. */
export const checkStatus = (status: CheckStatus): string => STATUSES[status];

const GAPS: Readonly<Record<CheckGap, string>> = {
  "less-load": "moins de charge que prévu",
  "more-load": "plus de charge que prévu",
  "unknown-load": "le résultat ne dit pas ce qui a été envoyé",
  "shorter-requests": "des requêtes plus courtes que prévu",
  "longer-requests": "des requêtes plus longues que prévu",
  "unmeasured-target": "le résultat ne contient pas la valeur de chaque objectif",
};

/** Why a load test says less than whether a plan holds. */
export const checkGap = (gap: CheckGap): string => GAPS[gap];
