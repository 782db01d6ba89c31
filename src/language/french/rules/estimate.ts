import type { ESTIMATE_RULES } from "../../../rules/estimate.js";
import type { InLanguage } from "../../in-language.js";
import { number } from "../words.js";

export const estimateRules: InLanguage<typeof ESTIMATE_RULES> = {
  "fits-context": ({ tokens }) =>
    `doit tenir dans la fenêtre de contexte du modèle, ${number(tokens)} jetons, entrée et sortie ensemble`,
  "fits-max-model-len": ({ tokens }) =>
    `doit tenir dans settings.maxModelLen, ${number(tokens)} jetons, entrée et sortie ensemble`,
  "knows-no-waiting": () => "doit être omis avec un modèle de performance qui ne connaît pas l'attente",
  "knows-no-splits": () => "doit être omis avec un modèle de performance qui ne connaît pas de répartition",
  "knows-no-uncertainty": () => "doit être omis pour un modèle de performance qui n'indique pas son incertitude",
  unique: () => "doit être unique",
  "returns-finite": () => "doit renvoyer un nombre fini",
  "returns-number": () => "doit renvoyer un nombre",
  "gpus-of-search": () => "doit compter autant de GPU que options.search.gpusPerReplica",
  "some-split": () => "doit indiquer au moins une répartition",
  "some-size": () => "doit indiquer au moins une taille",
  "known-power": () => "doit être connu pour que la puissance soit réduite au minimum",
  numbers: () => "doit être un tableau non vide de nombres",
  "pair-for-each-coordinate": ({ coordinates }) => `doit avoir ${number(coordinates)} paires, une par coordonnée`,
  "step-for-each-coordinate": ({ coordinates }) => `doit avoir ${number(coordinates)} pas, un par coordonnée`,
  "low-to-high": () => "doit être [bas, haut], bas au plus égal à haut, avec un nombre fini entre les deux",
  "finite-grid": () => "doit être fini pour une grille",
};
