import { numberOf, type Row } from "./csv.js";

/** Prompts and answers are drawn evenly from so much of their nominal length up to the whole of it (`--random-range-ratio`). */
const LEAST_LENGTH = 0.8;
const MEAN_LENGTH = (1 + LEAST_LENGTH) / 2;
const LENGTH_CV = (1 - LEAST_LENGTH) / Math.sqrt(12) / MEAN_LENGTH;
/** Prompts of a run for each in flight (`--num-prompts`). */
const ROUNDS = 10;

/**
 * Decoding steps from one look of SGLang for new requests to the next (`--scheduler-recv-interval`), in the recipes of B200 and B300 for these
 * models: by clients, but for DeepSeek over four GPUs and Qwen in 4 bit. Other recipes leave the default.
 */
const RECEIVE_RECIPES: readonly { readonly model: RegExp; readonly steps: (row: Row, clients: number) => number }[] = [
  { model: /DeepSeek-(R1|V3)\b/, steps: (row, clients) => (clients < 16 || isFp8OverFour(row) ? 10 : 30) },
  {
    model: /Qwen3\.5-397B/,
    steps: ({ weights_dtype: format }, clients) => (clients < 16 && format !== "fp4" ? 10 : 30),
  },
];

const isFp8OverFour = ({ tp, weights_dtype: format }: Row): boolean => tp === "4" && format === "fp8";

/** Notes of rows with nominal lengths; comparisons of AIConfigurator with such runs copy their figures. */
const NOMINAL = /origin: InferenceX|source_file=[^/\]]*-gap-analysis\.csv/;
/** Notes of rows with mean lengths. */
const MEAN = /range[- ]ratio 0\.8/;

/**
 * What every run of InferenceX has in common, which its tables do not state: lengths, rounds, and SGLang's prefix cache, which is off.
 *
 * @param row - a compact row.
 * @param notes - of the published row.
 * @returns the row with mean lengths, their spread and the prompts of its run; rows of others as they are.
 * @see SemiAnalysisAI/InferenceX, benchmarks/*.sh: `run_benchmark_serving`, `--disable-radix-cache`.
 */
export function withInferencexFacts(row: Row, notes: string): Row {
  const isNominal = NOMINAL.test(notes);
  if (!isNominal && !MEAN.test(notes)) return row;
  const concurrency = numberOf(row["concurrency"]);
  const mean = (column: string): Row => {
    const nominal = numberOf(row[column]);
    return nominal === null || !isNominal ? {} : { [column]: (nominal * MEAN_LENGTH).toFixed(1) };
  };
  return {
    ...row,
    lengths: "",
    ...mean("input_tokens"),
    ...mean("output_tokens"),
    input_length_cv: LENGTH_CV.toFixed(4),
    output_length_cv: LENGTH_CV.toFixed(4),
    ...(concurrency === null ? {} : { num_prompts: String(ROUNDS * concurrency) }),
    ...receiveInterval(row, concurrency),
    ...(row["engine"] === "SGLang"
      ? { settings: [row["settings"], "no-prefix-caching"].filter(Boolean).join("|") }
      : {}),
  };
}

function receiveInterval(row: Row, clients: number | null): Row {
  const recipe = RECEIVE_RECIPES.find(({ model }) => model.test(row["model"] ?? ""));
  return row["engine"] === "SGLang" && /^B[23]00/.test(row["gpu"] ?? "") && recipe !== undefined && clients !== null
    ? { receive_interval: String(recipe.steps(row, clients)) }
    : {};
}
