import { InfrascaleError } from "../errors.js";
import { checkBetween, checkBoolean, checkKeys, checkNonNegative, checkObject, checkOneOf, checkPositive } from "../internal/check.js";
import type { Arrivals, ArrivalsOf, RequestColumns } from "./arrivals.js";
import { MOST_REQUESTS, MOST_ROUNDS, MOST_THINKING_SECONDS, MOST_TOKENS, MOST_TRACED, MOST_VARIATION } from "./limits.js";

type Kind = Arrivals["kind"];

const checkRequests = (value: unknown, field: string): number => checkBetween(checkPositive(value, field), field, Number.MIN_VALUE, MOST_REQUESTS);

/** Fields of arrivals by their kind, and what each has to be; a field that may be left out is checked where it is there. */
const FIELDS: { readonly [K in Kind]: { readonly [Field in keyof Required<Omit<ArrivalsOf<K>, "kind">>]: (value: unknown, field: string) => void } } = {
  "closed-loop": {
    requestsInFlight: checkRequests,
    rounds: (value, field) => value === Number.POSITIVE_INFINITY || checkBetween(value, field, 1, MOST_ROUNDS),
    equalLengths: checkBoolean,
  },
  users: {
    users: checkRequests,
    thinkSeconds: (value, field) => checkBetween(checkNonNegative(value, field), field, 0, MOST_THINKING_SECONDS),
    thinking: (value, field) => checkOneOf(value, field, ["exponential", "fixed"]),
  },
  open: { requestsPerSecond: checkRequests, cv: (value, field) => checkBetween(value, field, 0, MOST_VARIATION) },
  burst: { requests: checkRequests },
  "static-batch": { requests: checkRequests },
  trace: { requests: (value, field) => checkColumns(value as RequestColumns, field) },
};

/** Fields that may be left out. */
const OPTIONAL: ReadonlySet<string> = new Set(["rounds", "equalLengths", "thinking", "cv"]);

/**
 * Checks how requests come.
 *
 * @param arrivals - of one of the kinds.
 * @param field - its name in errors.
 * @param kinds - those that are known where it is asked.
 * @returns the arrivals.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function checkArrivals<K extends Kind>(arrivals: unknown, field: string, kinds: readonly K[]): ArrivalsOf<K> {
  const given = checkObject(arrivals, field);
  const kind = checkOneOf(given["kind"], `${field}.kind`, kinds);
  const known: Readonly<Record<string, (value: unknown, field: string) => void>> = FIELDS[kind];
  checkKeys(given, field, ["kind", ...Object.keys(known)]);
  for (const [name, check] of Object.entries(known)) {
    const value = given[name];
    if (value !== undefined || !(OPTIONAL.has(name) || kind === "burst")) check(value, `${field}.${name}`);
  }
  return arrivals as ArrivalsOf<K>;
}

/** As many as a 32-bit number counts. */
const MOST_PREFIXES = 2 ** 31;

/** Refuses requests that cannot be sent. */
function checkColumns(requests: RequestColumns, name: string): void {
  const fields = checkObject(requests, name);
  checkKeys(fields, name, ["arrivalSeconds", "inputTokens", "outputTokens", "maxOutputTokens", "cachedTokens", "sharedTokens", "prefixes", "sessions", "thinkSeconds"]);
  const { arrivalSeconds, inputTokens, outputTokens, maxOutputTokens, cachedTokens, sharedTokens, prefixes, sessions, thinkSeconds } = requests;
  for (const [one, other] of [["sessions", "thinkSeconds"], ["prefixes", "sharedTokens"]] as const)
    if ((fields[one] === undefined) !== (fields[other] === undefined))
      throw new InfrascaleError({ code: "contradictory-options", field: name, rule: `must have both ${one} and ${other}, or neither`, value: Object.keys(fields).join(", ") });
  const count = checkBetween(columnLength(arrivalSeconds, `${name}.arrivalSeconds`), `${name}.arrivalSeconds.length`, 1, MOST_TRACED);
  let before = 0;
  checkColumn(arrivalSeconds, `${name}.arrivalSeconds`, count, "must be finite, not negative and never fall", (seconds) => {
    const rises = seconds >= before;
    before = seconds;
    return rises;
  });
  const isLength = (tokens: number): boolean => Number.isInteger(tokens) && tokens >= 1 && tokens <= MOST_TOKENS;
  checkColumn(inputTokens, `${name}.inputTokens`, count, "must be an integer >= 1", isLength);
  checkColumn(outputTokens, `${name}.outputTokens`, count, "must be an integer >= 1", isLength);
  if (maxOutputTokens !== undefined) checkColumn(maxOutputTokens, `${name}.maxOutputTokens`, count, "must be an integer, the output at least", (tokens, row) => Number.isInteger(tokens) && tokens >= (outputTokens[row] as number));
  const isPart = (tokens: number, of: number): boolean => Number.isInteger(tokens) && tokens >= 0 && tokens <= of;
  if (sharedTokens !== undefined) checkColumn(sharedTokens, `${name}.sharedTokens`, count, "must be an integer >= 0, the prompt at most", (tokens, row) => isPart(tokens, inputTokens[row] as number));
  if (cachedTokens !== undefined)
    checkColumn(cachedTokens, `${name}.cachedTokens`, count, "must be an integer >= 0, what of the prompt is not shared at most", (tokens, row) => isPart(tokens, (inputTokens[row] as number) - (sharedTokens?.[row] ?? 0)));
  if (prefixes !== undefined && sharedTokens !== undefined) {
    checkColumn(prefixes, `${name}.prefixes`, count, "must be an integer >= 0", (prefix) => Number.isInteger(prefix) && prefix >= 0 && prefix < MOST_PREFIXES);
    const lengths = new Map<number, number>();
    checkColumn(sharedTokens, `${name}.sharedTokens`, count, "must be the same for all requests of a prefix", (tokens, row) => {
      const prefix = prefixes[row] as number;
      if (!lengths.has(prefix)) lengths.set(prefix, tokens);
      return lengths.get(prefix) === tokens;
    });
  }
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
