import type { PredictionWarning } from "../index.js";
import { say } from "../language/language.js";
import { colours } from "./colours.js";
import type { CommandLanguage } from "./language/command-language.js";
import { wrap } from "./wrap.js";

/** Warnings, each in lines of 80 columns. */
export const warningLines = (warnings: readonly string[], { labels }: CommandLanguage): string =>
  warnings
    .flatMap((warning) => wrap(`${labels.warning} ${warning}`))
    .map((line) => colours.yellow(line))
    .join("\n");

/** Those of a prediction. */
export const predictionWarningLines = (warnings: readonly PredictionWarning[], language: CommandLanguage): string =>
  warningLines(
    warnings.map((warning) => say(language, "warning", warning)),
    language,
  );
