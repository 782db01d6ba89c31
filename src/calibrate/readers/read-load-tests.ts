import { InfrascaleError } from "../../errors.js";
import { checkEach, checkShape, checkString } from "../../internal/check.js";
import type { CalibrationWarning } from "../calibration-warning.js";
import type { Observation } from "../../measurements/observation.js";
import { readLoadTest } from "./read-load-test.js";
import { TOOL_NAMES } from "./tool-names.js";
import { loadTestRule } from "../../rules/load-test.js";

/** A file and its decoded content. */
export interface NamedText {
  /** What its observations and warnings call it. */
  readonly name: string;
  /** Its decoded content. */
  readonly text: string;
}

/** What several load-test files hold together. */
export interface LoadTests {
  /** Of all files, in their order. */
  readonly observations: readonly Observation[];
  /** Warnings of all files; a file that cannot be read is one of them. */
  readonly warnings: readonly CalibrationWarning[];
}

/**
 * Reads the results of several load tests, of the same tool or of different ones.
 *
 * @param files - the files, each with the name that its observations and warnings carry.
 * @returns the observations of all files, in their order; indices in the warnings refer to this list.
 * @throws {@link InfrascaleError} what {@link readLoadTest} throws for the first file, when no file holds an observation;
 * `invalid-row` when files can be read but not one row of them.
 */
export function readLoadTests(files: readonly NamedText[]): LoadTests {
  checkEach(files, "files", (file, field) => checkShape(file, field, { name: checkString }));
  const observations: Observation[] = [];
  const warnings: CalibrationWarning[] = [];
  const tools = new Set<string>();
  let refusal: InfrascaleError | undefined;
  for (const { name, text } of files) {
    try {
      const file = readLoadTest(text, { file: name });
      tools.add(TOOL_NAMES[file.tool]);
      for (const warning of file.warnings)
        warnings.push({ ...warning, observations: warning.observations.map((index) => index + observations.length) });
      for (const observation of file.observations) observations.push(observation);
    } catch (error) {
      if (!(error instanceof InfrascaleError)) throw error;
      refusal ??= error;
      warnings.push({ code: "unreadable-file", message: error.message, evidence: {}, observations: [], file: name });
    }
  }
  if (observations.length === 0) throw refusal ?? noRow([...tools], warnings);
  return { observations, warnings };
}

const noRow = (tools: readonly string[], warnings: readonly CalibrationWarning[]): InfrascaleError =>
  new InfrascaleError({
    code: "invalid-row",
    field: "files",
    ...loadTestRule("usable-row", { tools }),
    value: warnings[0]?.message,
  });
