import type { NAMED_RULES } from "../../../rules/named.js";
import type { InLanguage } from "../../in-language.js";

export const namedRules: InLanguage<typeof NAMED_RULES> = {
  "known-engine": () => "doit être un moteur connu, avec ou sans @version",
  "version-once": () => "doit être omis à côté du nom d'un moteur, qui peut la donner : vllm@0.19",
  "known-traffic": () => "doit être un type d'usage connu",
  "stated-target": ({ preset }) => `doit être indiqué : personne n'attend les réponses du type d'usage ${preset}`,
  "stated-load": ({ preset }) =>
    `doit indiquer requestsInFlight, requestsPerSecond ou thinkSeconds : personne ne lit ni ne réfléchit dans le type d'usage ${preset}`,
  "beside-performance": () => "doit être omis à côté de options.performance",
  "knows-no-plan": () => "doit être omis avec un modèle de performance qui n'a pas de plan de lancement",
  feasible: () => "doit être réalisable",
  "of-the-engine-model": () => "doit venir de estimateGpus avec le modèle du moteur",
  "one-traffic": () => "doit avoir un seul des champs workload, load et trace",
  "lengths-of-their-own": () =>
    "doit être omis sans load : une charge de travail et une trace ont leurs propres longueurs",
  "requests-of-its-own": () => "doit être omis à côté d'une trace, qui a les siennes",
};
