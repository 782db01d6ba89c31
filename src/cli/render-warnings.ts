import { english } from "../language/english/index.js";
import { say, type Language } from "../language/language.js";
import type { PredictionWarning } from "../index.js";
import { colours } from "./colours.js";
import { wrap } from "./wrap.js";

/** Warnings, each in lines of 80 columns. */
export const warningLines = (
  warnings: readonly { readonly message: string }[],
  label: string = english.labels.warning,
): string =>
  warnings
    .flatMap(({ message }) => wrap(`${label} ${message}`))
    .map((line) => colours.yellow(line))
    .join("\n");

/** Those of a prediction, in a language. */
export const predictionWarningLines = (warnings: readonly PredictionWarning[], language: Language): string =>
  warningLines(
    warnings.map((warning) => ({ message: say(language, "warning", warning) })),
    language.labels.warning,
  );
