import { MOST_TOKENS } from "../../workload/limits.js";
import { InfrascaleError } from "../../index.js";
import { millisecondsFromSeconds, secondsFromMilliseconds } from "../../units.js";
import { secondsOfTimestamp } from "./timestamp.js";
import type { TraceColumn, TraceHeader, TraceTime } from "./trace-header.js";
import { commandRule } from "../../rules/command.js";
import { valueRule } from "../../rules/values.js";
import type { Rule } from "../../rules/rule-code.js";

/** Seconds of three centuries: a time beyond is in another unit. */
const LONGEST_SECONDS = 1e10;

/** Reads the cells of one row after the other, and refuses those that say nothing. */
export interface RowReader {
  readonly arrivalSeconds: (row: readonly string[], line: number) => number;
  readonly tokens: (row: readonly string[], column: "input" | "output", line: number) => number;
  readonly thinkSeconds: (row: readonly string[], line: number) => number;
  /** A row above, -1 for none. */
  readonly parent: (row: readonly string[], rowsAbove: number, line: number) => number;
  readonly refuse: (row: readonly string[], column: TraceColumn, line: number, rule: Rule) => InfrascaleError;
}

/** A reader of rows under a header. */
export function rowReader({ indices, names, time }: TraceHeader): RowReader {
  const textOf = (row: readonly string[], column: TraceColumn): string => row[indices[column]] ?? "";

  const refuse = (row: readonly string[], column: TraceColumn, line: number, rule: Rule): InfrascaleError =>
    new InfrascaleError({
      code: "invalid-row",
      field: `trace line ${line}: ${names[indices[column]] ?? column}`,
      ...rule,
      value: textOf(row, column),
    });

  function number(row: readonly string[], column: TraceColumn, line: number, least: number, most: number): number {
    const text = textOf(row, column);
    const value = text === "" ? NaN : Number(text);
    if (!(value >= least && value <= most)) throw refuse(row, column, line, valueRule("between", { least, most }));
    return value;
  }

  function integer(row: readonly string[], column: TraceColumn, line: number, least: number, most: number): number {
    const value = number(row, column, line, least, most);
    if (!Number.isInteger(value)) throw refuse(row, column, line, commandRule("integer-alone"));
    return value;
  }

  function date(row: readonly string[], line: number): number {
    const seconds = secondsOfTimestamp(textOf(row, "arrival"));
    if (Number.isNaN(seconds)) throw refuse(row, "arrival", line, commandRule("date-and-time"));
    return seconds;
  }

  const arrivals: Readonly<Record<TraceTime, RowReader["arrivalSeconds"]>> = {
    dates: date,
    seconds: (row, line) => number(row, "arrival", line, 0, LONGEST_SECONDS),
    milliseconds: (row, line) =>
      secondsFromMilliseconds(number(row, "arrival", line, 0, millisecondsFromSeconds(LONGEST_SECONDS))),
  };

  return {
    arrivalSeconds: arrivals[time],
    // Nothing is generated for a request that is broken off; there is none without a prompt.
    tokens: (row, column, line) => integer(row, column, line, column === "input" ? 1 : 0, MOST_TOKENS),
    thinkSeconds: (row, line) => number(row, "think", line, 0, LONGEST_SECONDS),
    parent: (row, rowsAbove, line) => integer(row, "parent", line, -1, rowsAbove - 1),
    refuse,
  };
}
