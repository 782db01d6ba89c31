import { parseJson } from "./parse-json.js";
import { checkRows, start, unreadable } from "./plain-text.js";
import type { BrokenLine } from "./table.js";
import { loadTestRule } from "../../rules/load-test.js";

/** One JSON value of a file, and the line on which it stands where it has one of its own. */
export interface JsonDocument {
  readonly value: unknown;
  readonly line?: number;
}

/** The values of a file, and the lines that hold none. */
export interface JsonDocuments {
  readonly documents: readonly JsonDocument[];
  readonly broken: readonly BrokenLine[];
}

/**
 * The JSON values of a text: one document, the elements of an array, or one value a line.
 *
 * A text is taken as lines when a line by itself is an object, so that a broken line costs itself only; reading stops
 * after {@link MOST_FRUITLESS_LINES} without one that `isWanted`.
 *
 * @param text - the text, which begins with `{` or `[` or holds lines that do.
 * @param field - name of the file, for messages.
 * @param isWanted - whether a value belongs to a load test.
 * @throws {@link InfrascaleError} `unreadable-file` when it is neither one JSON document nor lines of them, `file-too-large` beyond {@link MOST_ROWS}.
 */
export function jsonDocuments(text: string, field: string, isWanted: (value: unknown) => boolean): JsonDocuments {
  const lineEnd = endOfLine(text, 0);
  const isOneLine = !/\S/.test(text.slice(lineEnd, lineEnd + LONGEST_BLANK));
  if (!isOneLine && isObject(text.slice(0, lineEnd))) return jsonLines(text, field, isWanted);
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const lines = /^\s*\[/.test(text) ? null : jsonLines(text, field, isWanted);
    if (lines?.documents.some((document) => isWanted(document.value)) === true) return lines;
    throw unreadable(field, loadTestRule("complete-json", { said: (error as Error).message }), start(text));
  }
  if (!Array.isArray(value)) return { documents: [{ value }], broken: [] };
  checkRows(value.length, field);
  return { documents: value.map((element: unknown) => ({ value: element })), broken: [] };
}

/** Blank characters after the first line that are not looked past. */
const LONGEST_BLANK = 1000;

/** Lines looked at before a file without a single result is given up. */
export const MOST_FRUITLESS_LINES = 1000;

function jsonLines(text: string, field: string, isWanted: (value: unknown) => boolean): JsonDocuments {
  const documents: JsonDocument[] = [];
  const broken: BrokenLine[] = [];
  let wanted = false;
  for (let from = 0, line = 1; from < text.length && (wanted || line <= MOST_FRUITLESS_LINES); line += 1) {
    const end = endOfLine(text, from);
    const content = text.slice(from, end).trim();
    from = end + 1;
    if (content === "") continue;
    checkRows(documents.length + broken.length + 1, field);
    try {
      const value = parseJson(content);
      wanted ||= isWanted(value);
      documents.push({ value, line });
    } catch (error) {
      broken.push({ line, reason: (error as Error).message });
    }
  }
  return { documents, broken };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

const isObject = (line: string): boolean => /^\s*\{.*\}\s*$/.test(line);
