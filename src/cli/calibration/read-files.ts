import { statSync } from "node:fs";
import { InfrascaleError } from "../../index.js";
import { readLoadTests, type LoadTests } from "../../calibrate.js";
import { readText } from "../read-json.js";

/** Bytes, no fewer than the characters that a reader takes: a log is refused before it is read. */
const LARGEST_FILE = 2 ** 27;

/**
 * Reads load tests from files.
 *
 * @param paths - of the files.
 * @returns what they hold; a file that is no load test is a warning as long as another one is.
 * @throws {@link InfrascaleError} `unreadable-file` or `file-too-large`, and what `readLoadTests` throws.
 */
export function readFiles(paths: readonly string[]): LoadTests {
  return readLoadTests(
    paths.map((name) => {
      refuseLarge(name);
      return { name, text: readText(name, "file") };
    }),
  );
}

function refuseLarge(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_FILE) throw new InfrascaleError({ code: "file-too-large", field: "file", rule: `must have at most ${LARGEST_FILE} bytes: give summaries, not logs of requests`, value: path });
}
