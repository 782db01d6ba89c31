import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { InfrascaleError } from "../../index.js";
import { hashedBlocks } from "./hashed-blocks.js";
import { readJsonLines } from "./json-lines.js";
import { ASSUMED_PROMPTS, sharedBeginnings } from "./trace-notes.js";
import { traceRows, type TraceRows } from "./trace-rows.js";
import type { Trace } from "./trace.js";
import { commandRule } from "../../rules/command.js";

/** No line of a trace is longer: a file without line ends must not fill the memory. */
const LONGEST_LINE = 65_536;

/**
 * Reads a trace of requests: CSV with a header, the columns `t_s`, `input_tokens`, `output_tokens`, and where known
 * `session`, `think_time_s` and `parent_row`, or the names of known traces; or one JSON object a line, with the same names, or as
 * Mooncake, aibrix and replays of sessions write them. The file is read as a stream; each request takes eight bytes a column.
 *
 * @param path - of the file.
 * @returns the requests by column.
 * @throws {@link InfrascaleError} `unreadable-file` when the file cannot be read, is no such table, or holds no request;
 * `invalid-row`, with the line, for a row that is no request.
 */
export async function readTrace(path: string): Promise<Trace> {
  const rows = traceRows(path);
  try {
    const first = await firstCharacter(path);
    if (first === "[")
      throw new InfrascaleError({
        code: "unreadable-file",
        field: "trace",
        ...commandRule("one-object-a-line"),
        value: path,
      });
    if (first === "{") {
      const blocks = hashedBlocks();
      const kind = await readJsonLines(path, rows, blocks.add);
      const share = blocks.share();
      return {
        ...rows.trace(),
        notes: [...(kind === "replay" ? [ASSUMED_PROMPTS] : []), ...(share > 0 ? [sharedBeginnings(share)] : [])],
      };
    }
    await readTable(path, rows);
    return rows.trace();
  } catch (error) {
    throw refusal(error, path);
  }
}

/** The first character that is no blank; "" in a file without one. */
async function firstCharacter(path: string): Promise<string> {
  for await (const chunk of createReadStream(path, { encoding: "utf8", end: LONGEST_LINE })) {
    const [first] = String(chunk)
      .replace(/^\uFEFF/, "")
      .trimStart();
    if (first !== undefined) return first;
  }
  return "";
}

async function readTable(path: string, rows: TraceRows): Promise<void> {
  const parser = parse({
    bom: true,
    trim: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_LINE,
    // A record that has been looked at is dropped: nothing piles up.
    on_record: (cells: string[], { lines }) => {
      rows.add(cells, lines);
      return null;
    },
  });
  await pipeline(createReadStream(path), parser.resume());
}

function refusal(error: unknown, path: string): unknown {
  if (error instanceof CsvError)
    return new InfrascaleError({
      code: "unreadable-file",
      field: "trace",
      ...commandRule("holds-csv", { said: error.message }),
      value: path,
    });
  if (error instanceof Error && "syscall" in error)
    return new InfrascaleError({
      code: "unreadable-file",
      field: "trace",
      ...commandRule("readable-path"),
      value: path,
    });
  return error;
}
