import type { DEPLOYMENT_RULES } from "../../../rules/deployment.js";
import type { InLanguage } from "../../in-language.js";
import { number } from "../words.js";

export const deploymentRules: InLanguage<typeof DEPLOYMENT_RULES> = {
  version: () => "doit être une version telle que 0.19.0",
  "gpus-not-joined": ({ gpu }) => `doit être d'un seul GPU : on ignore comment plusieurs ${gpu} sont reliés`,
  "gpu-computes-in": ({ gpu }) => `doit être un format dans lequel ${gpu} calcule`,
  "one-acceptance": () => "doit indiquer soit acceptanceRate, soit acceptedLength",
  "profile-version": ({ version }) => `doit être ${number(version)}, la version que lit cette bibliothèque`,
  "entry-for-each-parameter": ({ length }) => `doit avoir ${number(length)} entrées, une par paramètre ajusté`,
  "entry-for-every-gpu": () => "doit avoir une entrée pour chaque GPU",
  "not-beside-max-num-seqs": () => "ne doit pas être donné à côté de maxNumSeqs",
  "divides-attention-heads": ({ heads }) => `doit diviser le nombre de têtes d'attention, ${number(heads)}`,
  "one-stage": () => "doit être 1 pour un modèle qui répond en une passe",
  "at-most-layers": ({ layers }) => `doit être au plus égal au nombre de couches, ${number(layers)}`,
  "no-experts": () => "doit être 1 pour un modèle sans experts",
  "whole-expert-group": ({ gpus }) => `doit être 1 ou le produit de tensor et data, ici ${number(gpus)}`,
  "divides-tensor-size": ({ tensor }) => `doit diviser le degré de parallélisme de tenseurs, ${number(tensor)}`,
  "no-windows": () => "doit être 1 pour un modèle à fenêtres d'attention",
  "at-most-copies": ({ gpus }) =>
    `doit être au plus égal au nombre de GPU qui portent les mêmes têtes de clés et de valeurs, ${number(gpus)}`,
};
