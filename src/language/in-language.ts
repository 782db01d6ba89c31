import type { RuleTable } from "../rules/broken-rule.js";

/** The rules of a table in another language: the same codes and values. One that is missing does not compile. */
export type InLanguage<Table extends RuleTable> = {
  readonly [Code in keyof Table]: (...values: Parameters<Table[Code]>) => string;
};
