import { createReadStream } from "node:fs";
import { isRecord, type JsonRecord } from "../../calibrate/readers/json-record.js";
import { secondsFromMilliseconds } from "../../units.js";
import type { TraceRows } from "./trace-rows.js";
import { InfrascaleError } from "../../index.js";
import { commandRule } from "../../rules/command.js";

/** No line of a trace of objects is longer: a prompt of the longest context has some 10^6 characters. */
const LONGEST_LINE = 2 ** 22;

/** A kind of object lines: how they are told, and the rows of a table that one of them makes. */
interface JsonTrace {
  readonly holds: (line: JsonRecord) => boolean;
  readonly header: (line: JsonRecord) => readonly string[];
  /** Rows of a line, with what sessions have begun. */
  readonly rows: (
    line: JsonRecord,
    header: readonly string[],
    begun: Map<string, unknown>,
  ) => readonly (readonly unknown[])[];
}

/** Kinds of traces, the first that holds a line. */
const JSON_TRACES: Readonly<Record<"aibrix" | "replay" | "rows", JsonTrace>> = {
  // vllm-project/aibrix `benchmarks`: several requests a line; names with blanks in older files.
  aibrix: {
    holds: (line) => Array.isArray(line["requests"]),
    header: () => ["timestamp", "prompt_length", "output_length"],
    rows: (line) =>
      (line["requests"] as readonly unknown[])
        .filter(isRecord)
        .map((request) => [
          line["timestamp"],
          request["Prompt Length"] ?? request["prompt_length"],
          request["Output Length"] ?? request["output_length"] ?? 0,
        ]),
  },
  // aiperf and srt-slurm: the first turn of a session has a time, the others a delay after the answer before, in ms.
  replay: {
    holds: (line) => "session_id" in line && "input_length" in line,
    header: () => ["timestamp", "input_length", "output_length", "session", "think_time_s"],
    rows: (line, _, begun) => {
      const session = String(line["session_id"]);
      const isFirst = !begun.has(session);
      if (isFirst) begun.set(session, line["timestamp"]);
      const delay = line["delay"];
      return [
        [
          begun.get(session),
          line["input_length"],
          line["output_length"] ?? 0,
          session,
          isFirst ? "" : typeof delay === "number" ? secondsFromMilliseconds(delay) : delay,
        ],
      ];
    },
  },
  // Mooncake, request logs of vLLM, one's own: a request a line.
  rows: {
    holds: () => true,
    header: (line) => Object.keys(line),
    rows: (line, header) => [header.map((name) => line[name])],
  },
};

/**
 * Reads a trace of one JSON object a line, as a stream.
 *
 * @param path - of the file.
 * @param rows - takes the rows.
 * @param each - sees each object.
 * @throws {@link InfrascaleError} `unreadable-file` for a line that is no object; what `rows` throws.
 */
export async function readJsonLines(path: string, rows: TraceRows, each: (line: JsonRecord) => void): Promise<string> {
  let kind: keyof typeof JSON_TRACES | undefined;
  let header: readonly string[] = [];
  const begun = new Map<string, unknown>();
  let number = 0;
  for await (const text of linesOf(path)) {
    number += 1;
    if (text.trim() === "") continue;
    const line = objectOf(text, number, path);
    if (kind === undefined) {
      kind =
        (Object.keys(JSON_TRACES) as (keyof typeof JSON_TRACES)[]).find((name) => JSON_TRACES[name].holds(line)) ??
        "rows";
      header = JSON_TRACES[kind].header(line);
      rows.add(header, number);
    }
    each(line);
    for (const row of JSON_TRACES[kind].rows(line, header, begun)) rows.add(row.map(cellOf), number);
  }
  return kind ?? "rows";
}

const cellOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

function objectOf(text: string, number: number, path: string): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(number === 1 ? text.replace(/^\uFEFF/, "") : text);
  } catch {
    // Said below.
  }
  if (!isRecord(value))
    throw new InfrascaleError({
      code: "unreadable-file",
      field: `trace line ${number}`,
      ...commandRule("object-of-a-line"),
      value: path,
    });
  return value;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_LINE)
      throw new InfrascaleError({
        code: "unreadable-file",
        field: "trace",
        ...commandRule("line-characters-at-most", { most: LONGEST_LINE }),
        value: path,
      });
    yield* lines;
  }
  yield rest;
}
