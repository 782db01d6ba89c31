#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { InfrascaleError } from "../index.js";
import { addCalibrateCommand } from "./calibrate-command.js";
import { addCatalogCommand } from "./catalog-command.js";
import { addEstimateCommand } from "./estimate-command.js";
import { EXIT } from "./exit-codes.js";
import { addImportCommand } from "./import-command.js";
import { plain, print } from "./print.js";
import { addSimulateCommand } from "./simulate-command.js";
import { addValidateCommand } from "./validate-command.js";

/** Runs the command; the exit status is 0 feasible, 2 infeasible, 1 bad input. */
async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on("error", leaveOnClosedPipe);
  const program = new Command("infrascale")
    .description("How many GPUs serve a language model to these users, at this speed and this wait")
    .version(packageJson.version)
    .configureOutput({ writeErr: (text) => process.stderr.write(plain(text)) })
    .exitOverride();
  addEstimateCommand(program);
  addSimulateCommand(program);
  addValidateCommand(program);
  addCalibrateCommand(program);
  addImportCommand(program);
  addCatalogCommand(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error, argv.includes("--json"));
  }
}

/** A reader such as `head` may leave before the output ends. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? EXIT.feasible);
}

function report(error: unknown, asJson: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.feasible : EXIT.badInput;
  if (!(error instanceof InfrascaleError)) throw error;
  const { code, field, rule, value, suggestions, message } = error;
  if (asJson) print({ error: { code, field, rule, value, suggestions, message } }, asJson, () => "");
  else process.stderr.write(`error: ${plain(message)} [${code}]\n`);
  return EXIT.badInput;
}

await main(process.argv);
