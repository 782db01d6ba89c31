import { colours } from "./colours.js";
import { wrap } from "./wrap.js";

/** Warnings, each in lines of 80 columns. */
export const warningLines = (warnings: readonly { readonly message: string }[]): string =>
  warnings
    .flatMap(({ message }) => wrap(`warning: ${message}`))
    .map((line) => colours.yellow(line))
    .join("\n");
