import { english } from "../../language/english/index.js";
import { say, type Language } from "../../language/language.js";

/** An input as people call it: `concurrent users`, `ttft p95`, `weights`. */
export const inputName = (field: string, language: Language = english): string => say(language, "input", field);

/** A value of an input in the unit that people read it in; what is counted to the last digit. */
export const inputValue = (value: number | string, unit: string, language: Language = english): string =>
  say(language, "value", { value, unit });
