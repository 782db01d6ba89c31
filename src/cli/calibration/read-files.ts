import { readLoadTests, type LoadTests } from "../../calibrate.js";
import { readText } from "../read-json.js";

/** Bytes, no fewer than the characters that a reader takes. */
const LARGEST_FILE = 2 ** 27;

/**
 * Reads load tests from files.
 *
 * @param paths - of the files.
 * @returns what they hold; a file that is no load test is a warning as long as another one is.
 * @throws {@link InfrascaleError} `unreadable-file` or `file-too-large`, and what `readLoadTests` throws.
 */
export function readFiles(paths: readonly string[]): LoadTests {
  return readLoadTests(paths.map((name) => ({ name, text: readText(name, "file", LARGEST_FILE) })));
}
