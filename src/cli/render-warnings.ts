import type { PredictionWarning } from "../index.js";
import { colours } from "./colours.js";
import { wrap } from "./wrap.js";

/** Warnings, each in lines of 80 columns. */
export const warningLines = (warnings: readonly PredictionWarning[]): string => warnings.flatMap(({ message }) => wrap(`warning: ${message}`)).map((line) => colours.yellow(line)).join("\n");
