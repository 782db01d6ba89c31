import type { Command } from "commander";
import { addEstimateFlags, estimateOf, type EstimateFlags } from "./estimation/estimate-flags.js";
import { EXIT } from "./exit-codes.js";
import { print } from "./print.js";
import { renderEstimate } from "./render-estimate.js";
import { languageOf, type LanguageFlag } from "./language-flag.js";

const HELP = `
Without --preset, --input-tokens and --output-tokens are required, of embedding
models and rerankers the first alone. Where no target is named, those of the
preset are assumed; as soon as one is, none is. A trace is CSV with the columns
t_s, input_tokens, output_tokens (seconds, tokens).

Examples:
  $ infrascale estimate --model llama-3.1-8b --gpu h100 --preset chat \\
      --named-users 100
  $ infrascale estimate --model llama-3.1-70b --gpu h100 --users 1000 \\
      --input-tokens 1155 --output-tokens 211 --tokens-per-second 20
  $ infrascale estimate --model qwen3-32b --gpu l40s --weights fp8 \\
      --requests-in-flight 40 --input-tokens 3000 --output-tokens 300 \\
      --wait-seconds 2 --json
  $ infrascale estimate --model llama-3.1-70b --gpu h100 --preset chat \\
      --named-users 20000 --ttft-p95 2 --tpot-p95 0.05 --verify
  $ infrascale estimate --model bge-m3 --gpu l4 --requests-per-second 200 \\
      --input-tokens 400 --input-cv 0.5 --e2e-p95 0.1

Exit status: 0 feasible, 2 infeasible or missed in the replay, 1 bad input.`;

/** Options and action of `infrascale estimate`. */
export function estimateCommand(command: Command): void {
  addEstimateFlags(command).option("--json", "print the estimate object").addHelpText("after", HELP).action(run);
}

async function run(flags: EstimateFlags & { readonly json?: boolean } & LanguageFlag): Promise<void> {
  const estimate = await estimateOf(flags);
  const language = await languageOf(flags);
  print(estimate, flags.json, (found) => renderEstimate(found, language));
  process.exitCode =
    estimate.status === "feasible" && estimate.verification?.met !== false ? EXIT.feasible : EXIT.infeasible;
}
