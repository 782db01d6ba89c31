import { InfrascaleError } from "../../index.js";
import { growingColumn } from "./growing-column.js";
import { rowReader, type RowReader } from "./row-reader.js";
import { traceHeader, type TraceHeader } from "./trace-header.js";
import { inOrderOfArrival } from "./trace-order.js";
import type { Trace } from "./trace.js";
import { commandRule } from "../../rules/command.js";
import type { Rule } from "../../rules/rule-code.js";

/** A trace that is being read, row by row. */
export interface TraceRows {
  /** Takes the next row, the header first. */
  readonly add: (row: readonly string[], line: number) => void;
  /** The requests so far. */
  readonly trace: () => Trace;
}

/** Reads rows of a trace one after the other and refuses the first that is no request. */
export function traceRows(path: string): TraceRows {
  const arrivals = growingColumn();
  const inputs = growingColumn();
  const outputs = growingColumn();
  const sessions = growingColumn();
  const thinks = growingColumn();
  const parents = growingColumn();
  /** Index of the request of each row, -1 for one that was left out: a parent is named by its row. */
  const requestOfRow = growingColumn();
  const sessionNumbers = new Map<string, number>();
  /** Latest arrival: of each session where these are closed, else of all. */
  const latest = new Map<number, number>();
  let header: TraceHeader | undefined;
  let reader: RowReader | undefined;
  let rows = 0;
  let count = 0;

  const refuseFile = (rule: Rule): InfrascaleError =>
    new InfrascaleError({ code: "unreadable-file", field: "trace", ...rule, value: path });

  function takeHeader(cells: readonly string[]): void {
    const found = traceHeader(cells);
    if ("ruleCode" in found) throw refuseFile(found);
    header = found;
    reader = rowReader(found);
  }

  function takeRow(row: readonly string[], line: number, { indices }: TraceHeader, read: RowReader): void {
    const closed = indices.think >= 0;
    const arrival = read.arrivalSeconds(row, line);
    const input = read.tokens(row, "input", line);
    const output = read.tokens(row, "output", line);
    const parent = indices.parent < 0 ? -1 : read.parent(row, rows, line);
    const sessionsBefore = sessionNumbers.size;
    const sessionName = row[indices.session];
    if (sessionName === "") throw read.refuse(row, "session", line, commandRule("session-named"));
    const session = sessionName === undefined ? 0 : sessionNumber(sessionName);
    // A session that had begun before its trace did has no time of thinking.
    const begun = sessionNumbers.size > sessionsBefore && row[indices.think] === "";
    const think = closed && !begun ? read.thinkSeconds(row, line) : 0;
    const clock = closed ? session : 0;
    if (arrival < (latest.get(clock) ?? arrival))
      throw read.refuse(row, "arrival", line, closed ? commandRule("session-row-order") : commandRule("row-order"));
    latest.set(clock, arrival);
    requestOfRow.push(output === 0 ? -1 : count);
    rows += 1;
    if (output === 0) return;
    arrivals.push(arrival);
    inputs.push(input);
    outputs.push(output);
    sessions.push(session);
    thinks.push(think);
    parents.push(parent < 0 ? -1 : requestOfRow.at(parent));
    count += 1;
  }

  /** Sessions are numbered as they appear. */
  function sessionNumber(name: string): number {
    const known = sessionNumbers.get(name) ?? sessionNumbers.size;
    sessionNumbers.set(name, known);
    return known;
  }

  return {
    add: (row, line) =>
      header === undefined || reader === undefined ? takeHeader(row) : takeRow(row, line, header, reader),
    trace: () => {
      if (header === undefined || count === 0) throw refuseFile(commandRule("header-and-request"));
      const { session, think, parent } = header.indices;
      return inOrderOfArrival({
        arrivalSeconds: fromFirst(arrivals.values()),
        inputTokens: inputs.values(),
        outputTokens: outputs.values(),
        sessions: session < 0 ? null : sessions.values(),
        thinkSeconds: think < 0 ? null : thinks.values(),
        parents: parent < 0 ? null : parents.values(),
        unanswered: rows - count,
        clock: header.time,
        notes: [],
      });
    },
  };
}

/** Times after the earliest. */
function fromFirst(seconds: Float64Array): Float64Array {
  const first = seconds.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  return seconds.map((value) => value - first);
}
