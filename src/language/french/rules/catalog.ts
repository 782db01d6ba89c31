import type { CATALOG_RULES } from "../../../rules/catalog.js";
import type { InLanguage } from "../../in-language.js";
import { number } from "../words.js";

const KINDS: Readonly<Record<string, string>> = { model: "modèle", gpu: "GPU" };

const kindOf = (kind: string): string => KINDS[kind] ?? kind;

export const catalogRules: InLanguage<typeof CATALOG_RULES> = {
  "id-or-own": () => "doit être un identifiant, ou un objet à vous",
  "known-name": ({ kind }) => `doit être l'identifiant ou un autre nom d'un ${kindOf(kind)} connu`,
  "one-name": ({ kind }) => `doit désigner un seul ${kindOf(kind)} : plusieurs portent ce nom`,
  "in-catalog": ({ kind }) => `doit être connu : le ${kindOf(kind)} dont il est équipé n'est pas au catalogue`,
  decoder: () => "doit être un décodeur : les encodeurs-décodeurs ne sont pas modélisés",
  "known-shape": () =>
    "doit avoir une architecture connue : aucune configuration publique n'a été trouvée, importez-en une (infrascale/import)",
  "stated-bits": () => "doit dire sur combien de bits sont les poids : le format seul ne le dit pas",
  "short-name": ({ most }) => `doit avoir au plus ${number(most)} caractères`,
  predictable: ({ unsupported }) => `doit être de ceux dont on sait prédire les temps : ${unsupported}`,
  "at-most-total": ({ total }) => `doit être au plus égal au total de ${number(total)}`,
  "with-head-at-most-total": ({ total }) =>
    `doit être, avec la couche de sortie, au plus égal au total de ${number(total)}`,
  "layer-groups": () => "doit être un tableau non vide de groupes de couches",
  "at-most-experts": ({ experts }) => `doit être au plus égal au nombre d'experts, ${number(experts)}`,
  "divides-query-heads": ({ heads }) => `doit diviser le nombre de têtes de requête, ${number(heads)}`,
  "writes-nothing": ({ model }) => `doit être omis : ${model} n'écrit pas de texte`,
};
