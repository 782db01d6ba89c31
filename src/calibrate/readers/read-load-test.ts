import { checkKeys, checkObject, checkString, optional } from "../../internal/check.js";
import { containerOf } from "./containers.js";
import type { LoadTestFile } from "./load-test-file.js";
import { plainText } from "./plain-text.js";

/** Options of {@link readLoadTest}. */
export interface ReadLoadTestOptions {
  /** Name of the file, for the observations' sources and for messages; the format is told by the content alone. */
  readonly file?: string;
}

/**
 * Reads the results of a load test. The format is told by the content: what `vllm bench serve`, SGLang's `bench_serving`, GuideLLM,
 * aiperf, genai-perf, genai-bench, llmperf, inference-perf, llm-d, EvalScope, trtllm-bench, InferenceX and llama-benchy save or print,
 * InfraScale's tables, the schema of published measurements, and one's own rows, as JSON or as a table, with the fields of
 * {@link Observation} or with columns whose names hold their unit.
 *
 * Times per token are those after the first token, whatever the tool calls them. A row that cannot be used costs itself
 * only, and is named in a warning.
 *
 * @param text - the decoded file, at most 2^27 characters.
 * @param options - name of the file.
 * @returns the observations, in the order of the file, with SI units.
 * @throws {@link InfrascaleError} `unreadable-file` (broken JSON, wrong encoding, no rows), `file-too-large`,
 * `unrecognised-format`, `unsupported-format` (a known file that cannot serve, with the one that can), `invalid-type`.
 * @example
 * ```ts
 * import { readLoadTest } from "infrascale/calibrate";
 *
 * const { tool, observations } = readLoadTest("concurrency,outputTokens,ttftSeconds,tpotSeconds\n64,200,0.25,0.02\n");
 * tool; // => "plain"
 * observations[0].tpotSeconds; // => 0.02
 * ```
 */
export function readLoadTest(text: string, options: ReadLoadTestOptions = {}): LoadTestFile {
  checkKeys(checkObject(options, "options"), "options", ["file"]);
  optional(checkString)(options.file, "options.file");
  const field = options.file ?? "file";
  const content = plainText(text, field);
  const place = options.file === undefined ? {} : { file: options.file };
  return containerOf(content).read(content, field, place);
}
