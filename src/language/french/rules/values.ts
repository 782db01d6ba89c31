import type { VALUE_RULES } from "../../../rules/values.js";
import type { InLanguage } from "../../in-language.js";
import { any, exactly, number } from "../words.js";

export const valueRules: InLanguage<typeof VALUE_RULES> = {
  number: () => "doit être un nombre",
  finite: () => "doit être un nombre fini",
  positive: () => "doit être un nombre fini > 0",
  "not-negative": () => "doit être un nombre fini ≥ 0",
  fraction: () => "doit être un nombre supérieur à 0, au plus égal à 1",
  between: ({ least, most }) => `doit être un nombre de ${exactly(least)} à ${exactly(most)}`,
  "integer-at-least": ({ least }) => `doit être un entier ≥ ${exactly(least)}`,
  "at-most": ({ most }) => `doit être au plus égal à ${number(most)}`,
  object: () => "doit être un objet",
  array: () => "doit être un tableau",
  string: () => "doit être un texte",
  text: () => "doit être un texte non vide",
  boolean: () => "doit être vrai (true) ou faux (false)",
  function: () => "doit être une fonction",
  "one-of": ({ allowed }) => `doit être ${any(allowed)}`,
  "known-field": ({ known }) => `n'est pas connu ; les champs connus sont ${known.join(", ")}`,
  day: ({ example }) => `doit être une date telle que ${example}`,
  "not-aborted": () => "ne doit pas être interrompu",
};
