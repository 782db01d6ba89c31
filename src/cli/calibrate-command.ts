import type { Command } from "commander";
import { checkEngineProfile } from "../deployment/check-engine-profile.js";
import type { Gpu } from "../index.js";
import { calibrate, checkObservations, type CalibrateOptions } from "../calibrate.js";
import { fittedCurves } from "./calibration/fitted-curves.js";
import { readFiles } from "./calibration/read-files.js";
import { renderCalibration } from "./calibration/render-calibration.js";
import { addSetupFlags, GPU_HELP, MODEL_HELP, setupOf, type SetupFlags } from "./deployment-flags.js";
import { given, number } from "./flags.js";
import { addLanguageFlag, languageOf, type LanguageFlag } from "./language-flag.js";
import { print } from "./print.js";
import { idOrJsonFile, modelOrJsonFile } from "./read-json.js";
import { checkOut, writeJson } from "./write-file.js";

interface CalibrateFlags extends SetupFlags, LanguageFlag {
  readonly model?: string;
  readonly gpu?: string;
  readonly inputTokens?: number;
  readonly equalLengths?: boolean;
  readonly prefixCacheShare?: number;
  readonly priors: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

const HELP = `
Files are what vllm bench serve and SGLang's bench_serving save or print,
results of GuideLLM, aiperf, genai-perf, genai-bench, llmperf, inference-perf,
llm-d, EvalScope, trtllm-bench, InferenceX or llama-benchy, or one's own rows,
CSV or JSON, with concurrency, input_tokens, output_tokens, ttft_ms, tpot_ms.
What a file does not say of the deployment, options do, for every row.

Examples:
  $ infrascale calibrate sweep.json --gpu h100 --out profile.json
  $ infrascale calibrate rows.csv --model llama-3.1-8b --gpu l40s --json
  $ infrascale simulate --profile profile.json ...`;

/** Options and action of `infrascale calibrate`. */
export function calibrateCommand(command: Command): void {
  addLanguageFlag(command)
    .argument("<files...>", "results of load tests, .json, .csv, .yaml, .txt ...")
    .option("--model <id>", MODEL_HELP)
    .option("--gpu <id>", GPU_HELP);
  addSetupFlags(command)
    .option("--input-tokens <number>", "mean prompt where a file does not say", number)
    .option("--equal-lengths", "all requests of a test have the same lengths")
    .option("--prefix-cache-share <share>", "of prompts that the prefix cache held (0)", number)
    .option("--no-priors", "let the rows alone decide")
    .option("--out <file>", "where the profile is written")
    .option("--json", "print the calibration object")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(files: readonly string[], flags: CalibrateFlags): Promise<void> {
  if (flags.out !== undefined) checkOut(flags.out, "profile", (content) => checkEngineProfile(content, "out"));
  const { observations, warnings } = readFiles(files);
  const checks = checkObservations(observations);
  const calibration = calibrate(observations, optionsOf(flags));
  const all = [...warnings, ...checks, ...calibration.warnings];
  if (flags.out !== undefined) writeJson(flags.out, calibration.profile);
  const language = await languageOf(flags);
  const plots = process.stdout.isTTY ? fittedCurves(calibration, observations, language) : [];
  print({ ...calibration, warnings: all }, flags.json, (shown) =>
    renderCalibration({ ...shown, warnings: [] }, shown.warnings, plots, language),
  );
}

function optionsOf(flags: CalibrateFlags): CalibrateOptions {
  const { model, gpu, inputTokens, equalLengths, prefixCacheShare: prefixCacheHitRate, priors } = flags;
  return {
    created: new Date().toISOString().slice(0, "YYYY-MM-DD".length),
    priors,
    ...setupOf(flags),
    ...given({
      model: model === undefined ? undefined : modelOrJsonFile(model, "model"),
      gpu: gpu === undefined ? undefined : idOrJsonFile<Gpu>(gpu, "gpu"),
      inputTokens,
      equalLengths,
      prefixCacheHitRate,
    }),
  };
}
