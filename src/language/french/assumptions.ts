import type { Assumption, AssumptionCode } from "../../catalog/names/assumption.js";
import { constraint } from "./names.js";
import { amount, number } from "./words.js";

const text = (asked: Assumption["asked"]): string => (typeof asked === "number" ? number(asked) : (asked ?? "rien"));

const SCALES: Readonly<Record<string, string>> = {
  tensor: "tenseur",
  block: "bloc",
  dynamic: "jeton, à la volée",
  channel: "canal",
};

const SAYS: Readonly<Record<AssumptionCode, (assumption: Assumption) => string>> = {
  "same-shape": ({ asked, used }) => `${text(asked)} a la même architecture que ${used}`,
  checkpoint: ({ asked, used }) => `${text(asked)} est pris pour ${used}`,
  "context-from-name": ({ used }) => `fenêtre de contexte de ${amount(Number(used), "tokens")} au plus, d'après le nom`,
  instance: ({ asked, used }) => `${text(asked)} est pris pour ${used}`,
  "format-from-name": ({ asked, used }) => `poids en ${used}, d'après le nom ${text(asked)}`,
  "published-format": ({ used }) => `poids en ${used}, comme publiés`,
  "sixteen-bit-weights": ({ used }) => `poids en ${used}`,
  "fp8-scales": ({ used }) => `une échelle des poids de 8 bits par ${SCALES[used] ?? used}`,
  "sixteen-bit-cache": ({ used }) => `cache KV en ${used}`,
  "eight-bit-cache": ({ used }) => `cache KV en ${used}`,
  "published-cache": ({ used }) => `cache KV en ${used}, comme publié`,
  "prefix-caching": ({ used }) => `cache de préfixe ${used === "on" ? "activé" : "désactivé"}`,
  engine: ({ asked, used }) => (asked === undefined ? `moteur d'inférence ${used}` : `${asked} est pris pour ${used}`),
  "engine-version": ({ asked, used }) =>
    asked === undefined ? `version ${used}` : `la version ${asked} est prise pour ${used}`,
  "tensor-size": ({ used }) => `couches réparties sur ${amount(Number(used), "GPUs")}`,
  "expert-size": ({ asked, used }) => `experts répartis sur ${amount(Number(used), "GPUs")} au lieu de ${text(asked)}`,
  "data-size": ({ used }) => `${number(Number(used))} rangs d'attention`,
  "batch-limit": () => "un lot fixe est servi d'un seul tenant",
  "memory-share": ({ used }) => `${number(Number(used))} de la mémoire, pour que le modèle tienne`,
  "input-tokens": () => "textes fournis aussi longs que la source le suppose",
  "output-tokens": () => "réponses comptées en caractères",
  "image-tokens": ({ asked, used }) =>
    `images de ${text(asked)} comptées pour ${amount(Number(used), "tokens")} chacune`,
  target: ({ of = "", asked, used }) =>
    `${constraint(of)} de ${amount(Number(used), "s")} au plus, comme d'habitude pour le type d'usage ${text(asked)}`,
  unreadable: ({ asked }) => `${text(asked)} laissé de côté`,
};

/** Something that was assumed, in a few words. */
export const assumption = (of: Assumption): string => SAYS[of.code](of);
