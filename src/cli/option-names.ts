import type { Option } from "commander";
import { InfrascaleError } from "../errors.js";

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

/**
 * An error in the words of the command: options in place of fields.
 *
 * @param error - of the library.
 * @param options - of the command that was called.
 * @returns the same, with another message.
 */
export function inOptions(error: InfrascaleError, options: readonly NamedOption[]): InfrascaleError {
  const { code, field, rule, value, suggestions } = error;
  return new InfrascaleError({
    code,
    field: optionOf(field, options) ?? field,
    rule: rule.replaceAll(FIELD, (word) => optionOf(word, options) ?? word),
    value,
    suggestions,
  });
}
