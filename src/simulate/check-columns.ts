import { InfrascaleError } from "../errors.js";
import { checkBetween, checkKeys, checkObject } from "../internal/check.js";
import { MOST_TOKENS, MOST_TRACED } from "../workload/limits.js";
import type { RequestColumns } from "../workload/request-columns.js";
import { runRule } from "../rules/run.js";
import { valueRule } from "../rules/values.js";
import type { Rule } from "../rules/rule-code.js";

/** As many as a 32-bit number counts. */
const MOST_PREFIXES = 2 ** 31;

/** Refuses requests that cannot be sent. */
export function checkColumns(value: unknown, name: string): void {
  const fields = checkObject(value, name);
  checkKeys(fields, name, [
    "arrivalSeconds",
    "inputTokens",
    "outputTokens",
    "maxOutputTokens",
    "cachedTokens",
    "sharedTokens",
    "prefixes",
    "sessions",
    "thinkSeconds",
  ]);
  const {
    arrivalSeconds,
    inputTokens,
    outputTokens,
    maxOutputTokens,
    cachedTokens,
    sharedTokens,
    prefixes,
    sessions,
    thinkSeconds,
  } = value as RequestColumns;
  for (const [one, other] of [
    ["sessions", "thinkSeconds"],
    ["prefixes", "sharedTokens"],
  ] as const)
    if ((fields[one] === undefined) !== (fields[other] === undefined))
      throw new InfrascaleError({
        code: "contradictory-options",
        field: name,
        ...runRule("both-or-neither", { one, other }),
        value: Object.keys(fields).join(", "),
      });
  const count = checkBetween(
    columnLength(arrivalSeconds, `${name}.arrivalSeconds`),
    `${name}.arrivalSeconds.length`,
    1,
    MOST_TRACED,
  );
  let before = 0;
  checkColumn(arrivalSeconds, `${name}.arrivalSeconds`, count, runRule("never-falls"), (seconds) => {
    const rises = seconds >= before;
    before = seconds;
    return rises;
  });
  const isLength = (tokens: number): boolean => Number.isInteger(tokens) && tokens >= 1 && tokens <= MOST_TOKENS;
  checkColumn(inputTokens, `${name}.inputTokens`, count, valueRule("integer-at-least", { least: 1 }), isLength);
  checkColumn(outputTokens, `${name}.outputTokens`, count, valueRule("integer-at-least", { least: 1 }), isLength);
  if (maxOutputTokens !== undefined)
    checkColumn(
      maxOutputTokens,
      `${name}.maxOutputTokens`,
      count,
      runRule("output-at-least"),
      (tokens, row) => Number.isInteger(tokens) && tokens >= (outputTokens[row] as number),
    );
  const isPart = (tokens: number, of: number): boolean => Number.isInteger(tokens) && tokens >= 0 && tokens <= of;
  if (sharedTokens !== undefined)
    checkColumn(sharedTokens, `${name}.sharedTokens`, count, runRule("prompt-at-most"), (tokens, row) =>
      isPart(tokens, inputTokens[row] as number),
    );
  if (cachedTokens !== undefined)
    checkColumn(cachedTokens, `${name}.cachedTokens`, count, runRule("own-prompt-at-most"), (tokens, row) =>
      isPart(tokens, (inputTokens[row] as number) - (sharedTokens?.[row] ?? 0)),
    );
  if (prefixes !== undefined && sharedTokens !== undefined) {
    checkColumn(
      prefixes,
      `${name}.prefixes`,
      count,
      valueRule("integer-at-least", { least: 0 }),
      (prefix) => Number.isInteger(prefix) && prefix >= 0 && prefix < MOST_PREFIXES,
    );
    const lengths = new Map<number, number>();
    checkColumn(sharedTokens, `${name}.sharedTokens`, count, runRule("same-of-a-prefix"), (tokens, row) => {
      const prefix = prefixes[row] as number;
      if (!lengths.has(prefix)) lengths.set(prefix, tokens);
      return lengths.get(prefix) === tokens;
    });
  }
  if (sessions !== undefined) checkColumn(sessions, `${name}.sessions`, count, valueRule("finite"), () => true);
  if (thinkSeconds !== undefined)
    checkColumn(thinkSeconds, `${name}.thinkSeconds`, count, valueRule("not-negative"), (seconds) => seconds >= 0);
}

function columnLength(column: ArrayLike<number>, field: string): number {
  if (!Array.isArray(column) && !ArrayBuffer.isView(column))
    throw new InfrascaleError({
      code: "invalid-type",
      field,
      ...runRule("column"),
      value: column,
    });
  return column.length;
}

function checkColumn(
  column: ArrayLike<number>,
  field: string,
  count: number,
  rule: Rule,
  holds: (value: number, row: number) => boolean,
): void {
  const length = columnLength(column, field);
  if (length !== count)
    throw new InfrascaleError({
      code: "out-of-range",
      field: `${field}.length`,
      ...runRule("length-of-arrivals", { count }),
      value: length,
    });
  for (let row = 0; row < count; row += 1) {
    const value: unknown = column[row];
    if (typeof value !== "number")
      throw new InfrascaleError({ code: "invalid-type", field: `${field}[${row}]`, ...rule, value });
    if (!Number.isFinite(value) || !holds(value, row))
      throw new InfrascaleError({ code: "out-of-range", field: `${field}[${row}]`, ...rule, value });
  }
}
