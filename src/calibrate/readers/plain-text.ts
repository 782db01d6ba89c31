import { InfrascaleError } from "../../errors.js";
import { loadTestRule } from "../../rules/load-test.js";
import type { Rule } from "../../rules/rule-code.js";

/**
 * Characters of the longest file that is read: 2^27, some 130 million. A test of 10,000 requests with every token's time
 * takes about 50 million; what is larger is a log, and would exhaust the memory before it is understood.
 */
export const MOST_CHARACTERS: number = 2 ** 27;

/** Rows of the longest table, array or list of lines: twice all published measurements in the schema that is read here. */
export const MOST_ROWS = 20_000;

/** Refuses more rows than a load test has points: each becomes an object, so that a log would exhaust the memory. */
export function checkRows(rows: number, field: string): void {
  if (rows > MOST_ROWS)
    throw new InfrascaleError({
      code: "file-too-large",
      field,
      ...loadTestRule("rows-at-most", { most: MOST_ROWS }),
      value: rows,
    });
}

/** Characters of the longest table, 2^24: a thousand for each of its rows is more than any schema has. */
const MOST_TABLE_CHARACTERS: number = 2 ** 24;

/** Refuses a table that is larger than those of load tests, before it is split into cells. */
export function checkTable(text: string, field: string): void {
  if (text.length > MOST_TABLE_CHARACTERS)
    throw new InfrascaleError({
      code: "file-too-large",
      field,
      ...loadTestRule("table-characters-at-most", { most: MOST_TABLE_CHARACTERS }),
      value: text.length,
    });
  let rows = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) rows += 1;
  checkRows(rows, field);
}

/**
 * The text of a file without its byte order mark.
 *
 * @param text - the decoded file.
 * @param field - name of the file, for messages.
 * @throws {@link InfrascaleError} `invalid-type` when it is no string, `file-too-large` beyond {@link MOST_CHARACTERS},
 * `unreadable-file` when it was decoded as another encoding than its own, or is empty.
 */
export function plainText(text: unknown, field: string): string {
  if (typeof text !== "string")
    throw new InfrascaleError({ code: "invalid-type", field, ...loadTestRule("file-text"), value: text });
  if (text.length > MOST_CHARACTERS)
    throw new InfrascaleError({
      code: "file-too-large",
      field,
      ...loadTestRule("characters-at-most", { most: MOST_CHARACTERS }),
      value: text.length,
    });
  if (isMisread(text)) throw unreadable(field, loadTestRule("own-encoding"), start(text));
  const bare = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (!/\S/.test(bare)) throw unreadable(field, loadTestRule("not-empty"), bare.slice(0, SHOWN));
  return bare;
}

const SHOWN = 60;

/** The first characters of a text, for a message. */
export const start = (text: string): string => text.slice(0, SHOWN);

/** NUL characters between the first letters, of UTF-16 read as UTF-8 or Latin-1; or its byte order mark the wrong way round. */
const isMisread = (text: string): boolean => text.startsWith("\uFFFE") || text.slice(0, 4).includes("\0");

/** The error of a file that cannot be read. */
export const unreadable = (field: string, rule: Rule, value: unknown): InfrascaleError =>
  new InfrascaleError({ code: "unreadable-file", field, ...rule, value });
