import type { RUN_RULES } from "../../../rules/run.js";
import type { InLanguage } from "../../in-language.js";
import { exactly, number } from "../words.js";

export const runRules: InLanguage<typeof RUN_RULES> = {
  "both-or-neither": ({ one, other }) => `doit avoir ${one} et ${other}, ou aucun des deux`,
  column: () => "doit être un tableau, typé ou non",
  "length-of-arrivals": ({ count }) => `doit être celle de arrivalSeconds, ${number(count)}`,
  "never-falls": () => "doit être fini, jamais négatif, et ne jamais diminuer",
  "output-at-least": () => "doit être un entier, au moins égal à la sortie",
  "prompt-at-most": () => "doit être un entier ≥ 0, au plus égal au texte fourni",
  "own-prompt-at-most": () => "doit être un entier ≥ 0, au plus égal à ce qui, du texte fourni, n'est pas partagé",
  "same-of-a-prefix": () => "doit être le même pour toutes les requêtes d'un préfixe",
  "not-first-chunk": () =>
    "ne doit pas être first-chunk, sauf si les textes fournis sont lus par morceaux pendant que d'autres requêtes génèrent",
  "returns-between": ({ least, most }) => `doit renvoyer un nombre de ${exactly(least)} à ${exactly(most)}`,
  "some-limit": () => "doit indiquer une limite",
  "intervals-at-most": ({ most }) => `doit diviser l'essai en ${number(most)} intervalles au plus`,
  "some-point": () => "doit contenir au moins un point",
  "more-than-before": () =>
    "doit avoir plus de requêtes en cours que le point précédent, et garder chacune au moins aussi longtemps",
  "time-to-decode": () => "doit laisser le temps de générer à côté de la lecture de tout ce qui est en cours",
};
