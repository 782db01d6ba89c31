import { InfrascaleError } from "../errors.js";
import { checkBetween, checkFunction, checkInteger, checkKeys, checkNonNegative, checkObject, checkOneOf, checkPositive } from "../internal/check.js";
import { MOST_CACHED, MOST_TOKENS, MOST_VARIATION } from "../workload/limits.js";
import type { DrawnRequests, RequestColumns, Traffic } from "./traffic.js";

/** Their columns take about 2 GB. */
const MOST_REQUESTS = 2e7;

const DRAWN = ["kind", "requests", "input", "output", "cachedShare"] as const;
const FIELDS = {
  trace: ["kind", "requests"],
  open: [...DRAWN, "requestsPerSecond", "cv"],
  users: [...DRAWN, "users", "thinkSeconds", "thinking"],
  "closed-loop": [...DRAWN, "requestsInFlight"],
  burst: DRAWN,
} as const;

/** Refuses traffic that cannot be sent. */
export function checkTraffic(traffic: Traffic): void {
  const fields = checkObject(traffic, "traffic");
  const kind = checkOneOf(fields["kind"], "traffic.kind", ["trace", "open", "users", "closed-loop", "burst"]);
  checkKeys(fields, "traffic", FIELDS[kind]);
  if (traffic.kind === "trace") {
    checkColumns(traffic.requests);
    return;
  }
  checkDrawn(traffic);
  if (traffic.kind === "open") {
    checkPositive(traffic.requestsPerSecond, "traffic.requestsPerSecond");
    if (traffic.cv !== undefined) checkBetween(traffic.cv, "traffic.cv", 0, MOST_VARIATION);
  }
  if (traffic.kind === "users") {
    checkBetween(checkInteger(traffic.users, "traffic.users", 1), "traffic.users", 1, MOST_REQUESTS);
    checkNonNegative(traffic.thinkSeconds, "traffic.thinkSeconds");
    if (traffic.thinking !== undefined) checkOneOf(traffic.thinking, "traffic.thinking", ["exponential", "fixed"]);
  }
  if (traffic.kind === "closed-loop") checkInteger(traffic.requestsInFlight, "traffic.requestsInFlight", 1);
}

function checkDrawn({ requests, input, output, cachedShare }: DrawnRequests): void {
  checkBetween(checkInteger(requests, "traffic.requests", 1), "traffic.requests", 1, MOST_REQUESTS);
  checkFunction(checkObject(input, "traffic.input")["quantile"], "traffic.input.quantile");
  checkFunction(checkObject(output, "traffic.output")["quantile"], "traffic.output.quantile");
  if (cachedShare !== undefined) checkBetween(cachedShare, "traffic.cachedShare", 0, MOST_CACHED);
}

function checkColumns(requests: RequestColumns): void {
  const name = "traffic.requests";
  const fields = checkObject(requests, name);
  checkKeys(fields, name, ["arrivalSeconds", "inputTokens", "outputTokens", "cachedTokens", "sessions", "thinkSeconds"]);
  const { arrivalSeconds, inputTokens, outputTokens, cachedTokens, sessions, thinkSeconds } = requests;
  if ((sessions === undefined) !== (thinkSeconds === undefined))
    throw new InfrascaleError({ code: "contradictory-options", field: name, rule: "must have both sessions and thinkSeconds, or neither", value: Object.keys(fields).join(", ") });
  const count = checkBetween(columnLength(arrivalSeconds, `${name}.arrivalSeconds`), `${name}.arrivalSeconds.length`, 1, MOST_REQUESTS);
  let before = 0;
  checkColumn(arrivalSeconds, `${name}.arrivalSeconds`, count, "must be finite, not negative and never fall", (seconds) => {
    const rises = seconds >= before;
    before = seconds;
    return rises;
  });
  const isLength = (tokens: number): boolean => Number.isInteger(tokens) && tokens >= 1 && tokens <= MOST_TOKENS;
  checkColumn(inputTokens, `${name}.inputTokens`, count, "must be an integer >= 1", isLength);
  checkColumn(outputTokens, `${name}.outputTokens`, count, "must be an integer >= 1", isLength);
  if (cachedTokens !== undefined)
    checkColumn(cachedTokens, `${name}.cachedTokens`, count, "must be an integer >= 0, the prompt at most", (tokens, row) => Number.isInteger(tokens) && tokens >= 0 && tokens <= (inputTokens[row] as number));
  if (sessions !== undefined) checkColumn(sessions, `${name}.sessions`, count, "must be a finite number", () => true);
  if (thinkSeconds !== undefined) checkColumn(thinkSeconds, `${name}.thinkSeconds`, count, "must be a finite number >= 0", (seconds) => seconds >= 0);
}

function columnLength(column: ArrayLike<number>, field: string): number {
  if (!Array.isArray(column) && !ArrayBuffer.isView(column)) throw new InfrascaleError({ code: "invalid-type", field, rule: "must be an array or a typed array", value: column });
  return column.length;
}

function checkColumn(column: ArrayLike<number>, field: string, count: number, rule: string, holds: (value: number, row: number) => boolean): void {
  const length = columnLength(column, field);
  if (length !== count) throw new InfrascaleError({ code: "out-of-range", field: `${field}.length`, rule: `must be that of arrivalSeconds, ${count}`, value: length });
  for (let row = 0; row < count; row += 1) {
    const value: unknown = column[row];
    if (typeof value !== "number") throw new InfrascaleError({ code: "invalid-type", field: `${field}[${row}]`, rule, value });
    if (!Number.isFinite(value) || !holds(value, row)) throw new InfrascaleError({ code: "out-of-range", field: `${field}[${row}]`, rule, value });
  }
}
