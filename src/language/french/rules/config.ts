import type { CONFIG_RULES } from "../../../rules/config.js";
import type { InLanguage } from "../../in-language.js";
import { any, number } from "../words.js";

export const configRules: InLanguage<typeof CONFIG_RULES> = {
  "json-object": () => "doit être le texte d'un objet JSON",
  understood: () => "n'est pas compris",
  "understood-of-unknown": ({ modelType }) => `n'est pas compris, et le model_type ${modelType} est inconnu`,
  stated: () => "doit être indiqué",
  "stated-as": ({ names }) => `doit être indiqué (lu aussi sous le nom ${any(names)})`,
  "counted-as": ({ names }) => `doit être un entier ≥ 1 (lu aussi sous le nom ${any(names)})`,
  "positive-number": () => "doit être un nombre > 0",
  "entry-for-each-layer": ({ layers }) => `doit avoir une entrée pour chacune des ${number(layers)} couches`,
  "describes-each-layer": ({ layers }) => `doit décrire chacune des ${number(layers)} couches`,
  "text-or-list": () => "doit être un texte ou une liste",
  "letter-of-layer": ({ letters }) => `doit être ${any(letters)}`,
  blocks: () => "doit énumérer les blocs",
  "same-in-every-layer": () => "doit être le même dans chaque couche",
  "model-width": ({ width }) => `doit être la largeur du modèle, ${number(width)}`,
  "no-compressed-cache": () =>
    "ne doit pas être défini : les caches qui gardent une entrée pour plusieurs jetons ne sont pas modélisés",
  "no-sparse-heads": () =>
    "ne doit pas être défini : l'attention creuse par blocs avec têtes de clés et de valeurs n'est pas modélisée",
  "no-block-sparse": () => "ne doit pas être défini : l'attention creuse par blocs n'est pas modélisée",
  "no-cross-attention": () => "ne doit pas être défini : l'attention aux jetons d'une image n'est pas modélisée",
  "no-layer-embeddings": () => "doit être 0 : les plongements propres à chaque couche ne sont pas modélisés",
  "no-shared-caches": () => "doit être 0 : les couches qui partagent un cache ne sont pas lues",
  "no-encoder-decoder": () => "doit être faux (false) : seuls les décodeurs sont modélisés",
  "no-bias": () => "doit être faux (false)",
  "regular-expressions": () => "doit contenir des expressions régulières que JavaScript connaît",
  "load-in-8bit": () => "ou load_in_8bit doit être vrai (true)",
  "four-or-eight": () => "doit être 4 ou 8",
  "known-weight-type": () => "et type doivent donner float 4, float 8, int 4 ou int 8",
  "some-matrix": () => "doit quantifier au moins une matrice des couches qui soit comprise",
  "stored-type": () => "doit être bfloat16, float16 ou float32",
  "stated-head-size": ({ heads, width }) =>
    `doit être indiqué, car ${number(heads)} têtes ne divisent pas la largeur de ${number(width)}`,
  gating: () => "doit être true, false, per-head ou per-element",
  "stated-indexers": () => "doit être indiqué, puisque index_topk_freq l'est",
  "full-or-shared": () => "doit être full ou shared",
  "softmax-attention": () => "doit être 1, l'attention avec softmax",
  "window-named": () => "doit être un entier ≥ 1, puisque des couches à fenêtre sont nommées",
  "linear-described": () => "doit être un entier ≥ 1, puisque des couches linéaires sont décrites",
  "window-pattern": () => "doit être un nombre, ou des lettres L qui se terminent par un seul G",
  "dense-or-sparse": () => "doit être dense ou sparse",
  "known-gate": () => "doit dire s'il y a une porte : silu ou relu2, pour un model_type inconnu",
};
