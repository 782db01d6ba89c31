import type { ErrorDetails } from "infrascale";
import type { Refusal } from "./protocol.js";

/** An error of the library as plain data. */
export const refusalOf = ({
  code,
  field,
  rule,
  ruleCode,
  ruleValues,
  value,
  suggestions = [],
}: ErrorDetails): Refusal => ({
  code,
  field,
  rule,
  ...(ruleCode !== undefined && { ruleCode }),
  ...(ruleValues !== undefined && { ruleValues }),
  value: typeof value === "string" || typeof value === "number" ? value : null,
  suggestions,
});
