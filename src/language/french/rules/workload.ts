import type { WORKLOAD_RULES } from "../../../rules/workload.js";
import type { InLanguage } from "../../in-language.js";
import { all, any } from "../words.js";

export const workloadRules: InLanguage<typeof WORKLOAD_RULES> = {
  "one-count-of-users": () => "doit indiquer soit concurrentUsers, soit namedUsers avec activeFraction, pas les deux",
  "one-pause": () => "doit indiquer soit thinkSeconds, soit requestsPerUser, pas les deux",
  "one-load": () =>
    "doit indiquer un seul des champs concurrentUsers, namedUsers, requestsInFlight et requestsPerSecond",
  "users-beside": ({ fields }) => `doit indiquer des utilisateurs à côté de ${all(fields)}`,
  "rate-beside-cv": () => "doit indiquer requestsPerSecond à côté de arrivalCv",
  "keeps-no-cache": () => "doit être 0 : un encodeur ne garde pas de cache",
  "some-target": ({ names }) => `doit indiquer au moins un objectif : ${any(names)}`,
  "some-length": () => "doit contenir au moins une longueur",
  "comes-with": ({ missing }) => `doit être accompagné de ${missing}`,
  "reads-no-images": () => "doit être omis : on ignore comment ce modèle lit les images, ou il n'en lit pas",
};
