import type { Option } from "commander";
import type { ErrorDetails } from "../errors.js";
import { say, type Language } from "../language/language.js";

/** An option, as far as errors name it. */
export type NamedOption = Pick<Option, "long" | "attributeName">;

/** Fields of the library that options call otherwise. */
const OTHERWISE: Readonly<Record<string, string>> = {
  prefixCacheHitRate: "prefixCacheShare",
  receiveIntervalSteps: "receiveInterval",
  "inputTokens.mean": "inputTokens",
  "inputTokens.cv": "inputCv",
  "outputTokens.mean": "outputTokens",
  "outputTokens.cv": "outputCv",
  "band.confidence": "band",
  "load.requestsInFlight": "requestsInFlight",
};

/**
 * The option that states a field of the library: `settings.maxNumSeqs` is --max-num-seqs, `targets.ttft.p95` is --ttft-p95.
 *
 * @param field - path of the field.
 * @param options - of the command that was called.
 * @returns its name; null where no option states it.
 */
export function optionOf(field: string, options: readonly NamedOption[]): string | null {
  const parts = field.split(".");
  for (let first = 0; first < parts.length; first += 1) {
    const [head = "", ...rest] = parts.slice(first);
    const attribute =
      OTHERWISE[parts.slice(first).join(".")] ??
      `${head}${rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("")}`;
    const option = options.find((one) => one.attributeName() === attribute || one.long === `--${attribute}`);
    if (option?.long != null) return option.long;
  }
  return null;
}

/** Words that may be fields: `requestsInFlight`, `targets.ttft`. */
const FIELD = /\b[a-z]+(?:[A-Z][a-z]+)+(?:\.\w+)*\b/g;

/** Options in place of the fields that a text names. */
export const inOptions = (text: string, options: readonly NamedOption[]): string =>
  text.replaceAll(FIELD, (word) => optionOf(word, options) ?? word);

/**
 * An error in the words of the command: options in place of fields.
 *
 * @param details - of an error of the library.
 * @param options - of the command that was called.
 * @param language - that it is told in.
 * @returns one sentence.
 */
export function errorText(details: ErrorDetails, options: readonly NamedOption[], language: Language): string {
  const rule = inOptions(say(language, "rule", details), options);
  const field = optionOf(details.field, options) ?? details.field;
  return say(language, "error", { ...withoutCode(details), field, rule });
}

/** With a rule in words of its own. */
const withoutCode = ({ code, value, suggestions = [] }: ErrorDetails): Omit<ErrorDetails, "field" | "rule"> => ({
  code,
  value,
  suggestions,
});
