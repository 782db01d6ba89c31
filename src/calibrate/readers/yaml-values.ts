import { CORE_SCHEMA, loadAll } from "js-yaml";
import { InfrascaleError } from "../../errors.js";
import { start, unreadable } from "./plain-text.js";
import { loadTestRule } from "../../rules/load-test.js";

/** Keys with which the YAML of a load test begins a line. */
const KEYS = /^(?:metrics|results|scenario|benchmarks|load_summary|successes):/m;

/** Whether a text may be YAML of a load test. */
export const isYaml = (text: string): boolean => KEYS.test(text.slice(0, MOST_YAML_CHARACTERS));

/** Characters of the longest YAML: a report has some 10^4; single requests belong into JSON. */
const MOST_YAML_CHARACTERS: number = 2 ** 22;

/**
 * The values of a YAML text, of all its documents.
 *
 * @param text - the text.
 * @param field - name of the file, for messages.
 * @throws {@link InfrascaleError} `unreadable-file` when it is no YAML, `file-too-large` when it is a log.
 */
export function yamlValues(text: string, field: string): readonly unknown[] {
  if (text.length > MOST_YAML_CHARACTERS)
    throw new InfrascaleError({
      code: "file-too-large",
      field,
      ...loadTestRule("yaml-characters-at-most", { most: MOST_YAML_CHARACTERS }),
      value: text.length,
    });
  try {
    // Dates stay text, and no type of a language is made.
    return loadAll(text, null, { schema: CORE_SCHEMA }).flat();
  } catch (error) {
    throw unreadable(
      field,
      loadTestRule("complete-yaml", { said: (error as Error).message.split("\n")[0] ?? "" }),
      start(text),
    );
  }
}
