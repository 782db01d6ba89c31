import type { Command } from "commander";
import { whatIf, type Change } from "../decide/index.js";
import { renderWhatIf } from "./decision/render-what-if.js";
import { addSizingFlags, askedEstimate, type SizingFlags } from "./estimation/estimate-flags.js";
import { EXIT } from "./exit-codes.js";
import { given, numbers } from "./flags.js";
import { addTableFlags, numberTable, tableFormat, type Column, type TableFlags } from "./number-table.js";
import { print } from "./print.js";
import { languageOf } from "./language-flag.js";

interface WhatIfFlags extends SizingFlags, TableFlags {
  readonly shares?: readonly number[];
}

/** A change, and what it comes to. */
const COLUMNS: readonly Column<Change>[] = [
  { name: "input", of: ({ input }) => input },
  { name: "unit", of: ({ unit }) => unit },
  { name: "from", of: ({ from }) => from },
  { name: "to", of: ({ to }) => to },
  { name: "share", of: ({ share }) => (share === null ? null : Number(share.toFixed(2))) },
  { name: "gpus", of: ({ gpus }) => gpus },
  { name: "saves", of: ({ saves }) => saves },
  { name: "confidence", of: ({ confidence }) => confidence },
  { name: "refused", of: ({ refused }) => refused },
];

const HELP = `
Every figure of the request is changed by itself, all else as asked, and an
estimate is made of each; then other number formats, engines and routings are
tried. What a model loses in a smaller format is for its users to say.

Examples:
  $ infrascale what-if --model llama-3.1-70b --gpu h100 --preset chat --users 1000
  $ infrascale what-if --model llama-3.1-70b --gpu h100 --preset chat \\
      --users 1000 --shares=-0.2,0.2

Exit status: 0 feasible, 2 infeasible, 1 bad input.`;

/** Options and action of `infrascale what-if`. */
export function whatIfCommand(command: Command): void {
  addTableFlags(addSizingFlags(command))
    .option("--shares <list>", "changes of each figure (-0.5,-0.25,-0.1,0.1,0.25,0.5)", numbers)
    .option("--json", "print estimate, changes and thresholds")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(flags: WhatIfFlags): Promise<void> {
  const format = tableFormat(flags);
  const { request, options, assumed } = askedEstimate(flags);
  const found = whatIf(request, { ...options, ...given({ shares: flags.shares }) });
  const estimate = { ...found.estimate, assumed: [...assumed, ...found.estimate.assumed] };
  const language = await languageOf(flags);
  print({ ...found, estimate }, flags.json, (all) =>
    format === null ? renderWhatIf(all, language) : numberTable(format, COLUMNS, all.changes),
  );
  process.exitCode = estimate.status === "feasible" ? EXIT.feasible : EXIT.infeasible;
}
