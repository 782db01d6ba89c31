import type { DECIDE_RULES } from "../../../rules/decide.js";
import type { InLanguage } from "../../in-language.js";
import { any } from "../words.js";

export const decideRules: InLanguage<typeof DECIDE_RULES> = {
  "feasible-to-plan": () => "doit être réalisable pour être planifié",
  "feasible-to-launch": () => "doit être réalisable pour être lancé",
  "gpu-compared": () => "doit être celui d'un GPU que l'on compare",
  "some-model": () => "doit être donné, ou bien options.models",
  "some-choice": () => "doit en indiquer au moins un",
  "known-curve": () => "doit être une courbe connue",
  "hour-with-load": () => "doit avoir au moins une heure avec de la charge",
  "some-output": () => "doit être donné pour un débit de jetons en sortie",
  "number-or-mean": () => "doit être un nombre, ou une moyenne et sa variation",
  "some-run": () => "doit contenir au moins un essai",
  "no-load-test": () => "doit être là : on ne sait pas lire les tests de charge des modèles qui n'écrivent rien",
  "launchable-engine": ({ engines }) => `doit être un moteur dont on connaît les options : ${any(engines)}`,
  "nothing-drafted": () => "doit être omis lorsque aucun jeton n'est proposé d'avance",
  "service-name": () =>
    "doit être fait de minuscules, de chiffres et de traits d'union, 63 au plus, comme le nom d'un service",
  "known-zone": () => "doit être le code ISO 3166 à trois lettres d'un pays, EU ou WOR",
};
