import type { Command } from "commander";
import { engineModel } from "../index.js";
import { PROFILE_HELP, profileOf } from "./deployment-flags.js";
import { addLanguageFlag, languageOf, type LanguageFlag } from "./language-flag.js";
import { plainly, print } from "./print.js";
import { readMeasurementTable } from "./validation/measurement-table.js";
import { renderValidation } from "./validation/render-validation.js";
import { summarise } from "./validation/summary.js";
import { validateRows } from "./validation/validate-rows.js";

const HELP = `
A table of speeds has one row for each load test: engine, model, gpu, tp,
scenario (static_batch, concurrency, offline, request_rate), concurrency or
batch or request_rate, input_tokens, output_tokens, and any of the measured
output_tokens_per_s_total, total_tokens_per_s, requests_per_s,
tok_per_s_per_user, ttft_ms_mean, tpot_ms_mean, e2e_s_mean.
A table of start-up logs has weights_gib_per_gpu, kv_cache_gib_per_gpu and
the like instead. Errors are shares of what was measured.

Examples:
  $ infrascale validate load-tests.csv
  $ infrascale validate load-tests.csv --json`;

/** Options and action of `infrascale validate`. */
export function validateCommand(command: Command): void {
  addLanguageFlag(command)
    .argument("<file>", "measurement table, .csv")
    .option("--profile <file>", PROFILE_HELP)
    .option("--json", "print every row beside its prediction, and the summary")
    .addHelpText("after", HELP)
    .action(run);
}

interface ValidateFlags extends LanguageFlag {
  readonly profile?: string;
  readonly json?: boolean;
}

async function run(file: string, flags: ValidateFlags): Promise<void> {
  const table = readMeasurementTable(file);
  const { profile } = profileOf(flags.profile);
  // Refused here, a broken profile does not become the reason of every row.
  if (profile !== undefined) engineModel("vllm", { profile });
  const rows = validateRows(table, profile);
  const summary = summarise(table.kind, rows);
  const language = await languageOf(flags);
  print({ rows: rows.map(({ row }) => row), summary }, flags.json, (shown) =>
    renderValidation(shown.summary, plainly(rows), language),
  );
}
