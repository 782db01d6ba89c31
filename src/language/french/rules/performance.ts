import type { PERFORMANCE_RULES } from "../../../rules/performance.js";
import type { InLanguage } from "../../in-language.js";
import { amount, number } from "../words.js";

export const performanceRules: InLanguage<typeof PERFORMANCE_RULES> = {
  "room-for-one-request": ({ takenBytes, usableBytes }) =>
    `doit laisser la place d'une requête : les poids et l'espace de travail prennent ${amount(takenBytes, "bytes")} des ${amount(usableBytes, "bytes")} d'un GPU que le moteur peut utiliser`,
  "prompts-are-cached": () => "doit être vrai (true), ou omis, lorsque des textes fournis sont en cache",
  "looks-at-every-step": ({ engine }) =>
    `doit être 1, ou omis : ${engine} regarde à chaque étape si de nouvelles requêtes sont arrivées`,
  "vllm-alone": ({ model }) => `doit être vllm : ${model} n'écrit pas de texte`,
  "timing-of-engine": ({ engine }) => `doit en avoir un pour ${engine} ou pour vllm`,
  "known-speed": ({ gpu }) => `doit dire à quelle vitesse ${gpu} calcule sur 16 bits`,
  "gpu-computes-in-or-16-bit": ({ gpu }) =>
    `doit être un format dans lequel ${gpu} calcule, ou le GPU doit calculer sur 16 bits`,
  "divides-heads-in-domains": ({ model, gpus }) =>
    `doit diviser le nombre de têtes d'attention de ${model}, par domaines de ${number(gpus)} GPU`,
  "gpus-of-decision": () => "doit compter autant de GPU que decision.gpusPerReplica",
};
