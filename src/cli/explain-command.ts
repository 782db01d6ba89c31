import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { costOf } from "../cost/index.js";
import { changesOf, explain, inServers } from "../decide/index.js";
import { estimateGpus, InfrascaleError, type NamedEstimate } from "../index.js";
import { addCostFlags, costOptionsOf, type CostFlags } from "./comparison/cost-flags.js";
import { renderExplanation } from "./decision/render-explanation.js";
import { addSizingFlags, askedEstimate, type SizingFlags } from "./estimation/estimate-flags.js";
import { EXIT } from "./exit-codes.js";
import { print } from "./print.js";
import { htmlReport, type Report } from "./report/html-report.js";

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

function run(flags: ExplainFlags): void {
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
  if (flags.report !== undefined) writeReport(flags.report, { ...explained, ...moneyOf(explained.estimate, flags) });
  print(explained, flags.json, renderExplanation);
  process.exitCode = estimate.status === "feasible" ? EXIT.feasible : EXIT.infeasible;
}

/** Money of a purchase by the engine model; the classic one knows no times, and what is infeasible costs nothing. */
function moneyOf(estimate: NamedEstimate, flags: ExplainFlags): Pick<Report, "cost" | "today" | "version"> {
  const options = costOptionsOf(flags);
  const { version } = packageJson;
  if (estimate.status === "infeasible" || estimate.plan === null) return { cost: null, today: options.today, version };
  const own = flags.price?.[estimate.gpu] ?? flags.price?.[flags.gpu];
  const cost = costOf(estimate, own === undefined ? options : { ...options, ownPerGpuHour: own });
  return { cost, today: options.today, version };
}

function writeReport(path: string, report: Report): void {
  const page = htmlReport(report);
  try {
    writeFileSync(path, page);
  } catch {
    throw new InfrascaleError({
      code: "unwritable-file",
      field: "report",
      rule: "must be the path of a file that can be written",
      value: path,
    });
  }
}
