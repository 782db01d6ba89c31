import { Option, type Command } from "commander";
import { planLaunch, type LaunchPlan, type PlannedTool } from "../launch/index.js";
import { checkLaunchPlan } from "../launch/check/check-launch-plan.js";
import { LOAD_TESTS } from "../launch/load-test/load-tests.js";
import { addEstimateFlags, estimateOf, type EstimateFlags } from "./estimation/estimate-flags.js";
import { EXIT } from "./exit-codes.js";
import { given } from "./flags.js";
import { LAUNCH_FORMS, renderLaunch, type LaunchForm } from "./launch/launch-forms.js";
import { languageOf } from "./language-flag.js";
import { print } from "./print.js";
import { renderEstimate } from "./render-estimate.js";
import { checkOut, writeJson } from "./write-file.js";

interface PlanFlags extends EstimateFlags {
  readonly as: LaunchForm;
  readonly tool: PlannedTool;
  readonly checkpoint?: string;
  readonly image?: string;
  readonly name?: string;
  readonly url?: string;
  readonly out: string;
  readonly json?: boolean;
}

const HELP = `
Sizes as \`infrascale estimate\` does, and prints how it is started. Lines that
begin with # say what the engine would refuse or change, and what has to be
supplied. The plan is kept in a file, which \`infrascale check\` holds a load test
against.

Examples:
  $ infrascale plan --model llama-3.1-70b --gpu h100 --engine vllm@0.20 \\
      --preset chat --named-users 1000
  $ infrascale plan --model qwen3-32b --gpu l40s --preset chat --users 50 \\
      --as kubernetes > llm.yaml
  $ infrascale plan --model qwen3-32b --gpu l40s --preset chat --users 50 \\
      --as load-test --tool guidellm

Exit status: 0 planned, 2 infeasible, 1 bad input.`;

/** Options and action of `infrascale plan`. */
export function planCommand(command: Command): void {
  addEstimateFlags(command)
    .addOption(new Option("--as <form>", "what is printed").choices(Object.keys(LAUNCH_FORMS)).default("command"))
    .addOption(new Option("--tool <name>", "load generator").choices(Object.keys(LOAD_TESTS)).default("vllm-bench"))
    .option("--checkpoint <id>", "weights in the format that is sized")
    .option("--image <name>", "container image (the engine's own)")
    .option("--name <name>", "of services and manifests (llm)")
    .option("--url <address>", "that load tests are sent to")
    .option("--out <file>", "where the plan is written", "plan.json")
    .option("--json", "print the plan object")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(flags: PlanFlags): Promise<void> {
  const { as, tool, checkpoint, image, name, url, out, json } = flags;
  checkOut(out, "plan", (content) => checkLaunchPlan(content as LaunchPlan, "out"));
  const estimate = await estimateOf(flags);
  const language = await languageOf(flags);
  if (estimate.status === "infeasible") {
    print(estimate, json, (shown) => renderEstimate(shown, language));
    process.exitCode = EXIT.infeasible;
    return;
  }
  const plan = planLaunch(estimate, given({ checkpoint, image, name, url }));
  writeJson(out, plan);
  print(plan, json, (shown) => renderLaunch({ plan: shown, estimate, form: as, tool }, language));
}
