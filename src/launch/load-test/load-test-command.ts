import type { PlannedLoadTest } from "./planned-load-test.js";

/** What is tested, and where. */
export interface LoadTestTarget {
  /** What SGLang's bench_serving calls its protocol. */
  readonly benchBackend: string;
  /** Address without a path, `http://localhost:8000`. */
  readonly url: string;
  /** Name that the server answers to, and of the tokenizer. */
  readonly model: string;
}

/** The words that run a load test, and the file that it leaves. */
export interface LoadTestCommand {
  /** Words of the command. */
  readonly words: readonly string[];
  /** File to give to `infrascale check`. */
  readonly result: string;
  /** How prompts and outputs are spread in it: none of the tools draws a lognormal. */
  readonly lengths: "equal" | "uniform" | "normal";
}

/** A load generator. */
export type LoadTestTable = (test: PlannedLoadTest, target: LoadTestTarget) => LoadTestCommand;

/** A variation that is not worth the name. */
const EQUAL = 1e-3;

/** True where all requests of a test have the same lengths. */
export const isEqual = ({ input, output }: PlannedLoadTest): boolean => input.cv < EQUAL && output.cv < EQUAL;

/** Tokens that differ from prompt to prompt. */
export const ownTokens = ({ input, cachedTokens }: PlannedLoadTest): number => Math.max(1, input.mean - cachedTokens);

/** The words of options that have a value. */
export const options = (values: Readonly<Record<string, string | number | true | null>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : value === true ? [name] : [name, String(value)],
  );
