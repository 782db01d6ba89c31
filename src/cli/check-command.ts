import type { Command } from "commander";
import { checkPlan, type LaunchPlan } from "../launch/index.js";
import { readFiles } from "./calibration/read-files.js";
import { EXIT } from "./exit-codes.js";
import { given, number } from "./flags.js";
import { renderCheck } from "./launch/render-check.js";
import { addLanguageFlag, languageOf, type LanguageFlag } from "./language-flag.js";
import { print } from "./print.js";
import { readJson } from "./read-json.js";

interface CheckFlags extends LanguageFlag {
  readonly plan: string;
  readonly replicas?: number;
  readonly json?: boolean;
}

const HELP = `
The plan is a file that \`infrascale plan\` has written. The result is what the
load test of the plan leaves; results of other tools that \`infrascale calibrate\`
reads will do. Targets have to hold at the load that was planned.

Examples:
  $ infrascale check vllm-bench.json --plan plan.json
  $ infrascale check vllm-bench.json --plan plan.json --replicas 1

Exit status: 0 passed, 2 failed or inconclusive, 1 bad input.`;

/** Options and action of `infrascale check`. */
export function checkCommand(command: Command): void {
  addLanguageFlag(command)
    .argument("<results...>", "results of load tests of the plan")
    .requiredOption("--plan <file>", "the plan")
    .option("--replicas <number>", "replicas that were tested (all)", number)
    .option("--json", "print the check object")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(results: readonly string[], flags: CheckFlags): Promise<void> {
  const { plan, replicas, json } = flags;
  const { observations, warnings } = readFiles(results);
  const created = new Date().toISOString().slice(0, "YYYY-MM-DD".length);
  const check = checkPlan(observations, readJson<LaunchPlan>(plan, "plan"), { created, ...given({ replicas }) });
  const language = await languageOf(flags);
  print({ ...check, warnings }, json, (shown) => renderCheck(shown, language));
  process.exitCode = check.status === "passed" ? EXIT.feasible : EXIT.infeasible;
}
