import type { Command } from "commander";
import { changesOf, explain, inServers } from "../decide/index.js";
import { estimateGpus } from "../index.js";
import { addCostFlags, type CostFlags } from "./comparison/cost-flags.js";
import { renderExplanation } from "./decision/render-explanation.js";
import { addSizingFlags, askedEstimate, type SizingFlags } from "./estimation/estimate-flags.js";
import { EXIT } from "./exit-codes.js";
import { print } from "./print.js";
import { languageOf } from "./language-flag.js";

/** Each figure is tried a quarter less and a quarter more, for the one that moves the count most. */
const SHARES: readonly number[] = [-0.25, 0.25];

const HELP = `
Examples:
  $ infrascale explain --model llama-3.1-70b --gpu h100 --preset chat --users 1000
  $ infrascale explain --model llama-3.1-70b --gpu h100 --preset chat \\
      --users 1000 --zone FRA --report report.html

Exit status: 0 feasible, 2 infeasible, 1 bad input.`;

/** Options and action of `infrascale explain`. */
export function explainCommand(command: Command): void {
  addCostFlags(addSizingFlags(command))
    .option("--report <file>", "write all of it, with money and footprint, as a page to print")
    .option("--json", "print the estimate, codes with their figures, and servers")
    .addHelpText("after", HELP)
    .action(run);
}

interface ExplainFlags extends SizingFlags, CostFlags {
  readonly json?: boolean;
  readonly report?: string;
}

async function run(flags: ExplainFlags): Promise<void> {
  const { request, options, assumed } = askedEstimate(flags);
  const found = estimateGpus(request, options);
  const estimate = { ...found, assumed: [...assumed, ...found.assumed] };
  const explained =
    estimate.status === "infeasible"
      ? { estimate, reasons: explain(estimate), servers: [] }
      : {
          estimate,
          reasons: explain(estimate, changesOf(request, { ...options, shares: SHARES })),
          servers: inServers(request.gpu, estimate),
        };
  const language = await languageOf(flags);
  if (flags.report !== undefined) {
    const { writeReport } = await import("./report/write-report.js");
    writeReport(flags.report, explained, flags, language);
  }
  print(explained, flags.json, (found) => renderExplanation(found, language));
  process.exitCode = estimate.status === "feasible" ? EXIT.feasible : EXIT.infeasible;
}
