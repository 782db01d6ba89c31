#!/usr/bin/env node
import { Command, CommanderError, type Option } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { detailsOf, InfrascaleError } from "../errors.js";
import { COMMANDS } from "./commands.js";
import { EXIT } from "./exit-codes.js";
import { languageAmong } from "./language-flag.js";
import { errorText, type NamedOption } from "./option-names.js";
import { plain, print } from "./print.js";
import { SCENARIO_FLAG } from "./scenario/scenario-flag.js";

/** Runs the command; the exit status is 0 feasible, 2 infeasible, 1 bad input. */
async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on("error", leaveOnClosedPipe);
  const program = new Command("infrascale")
    .description("How many GPUs serve a language model to these users, at this speed and this wait")
    .version(packageJson.version)
    .configureOutput({ writeErr: (text) => process.stderr.write(plain(text)) })
    .exitOverride();
  // Words before the name of a command are options without values, or `help`.
  const called = argv.slice(2).find((word) => Object.hasOwn(COMMANDS, word));
  let options: readonly NamedOption[] = [];
  let loaded: Command | null = null;
  for (const [name, { description, load }] of Object.entries(COMMANDS)) {
    const command = program.command(name).description(description);
    if (name !== called) continue;
    (await load())(command);
    options = command.options;
    loaded = command;
    unknownBeforeMissing(command);
  }
  let words = argv;
  try {
    words = loaded === null ? argv : await asked(argv, loaded);
    await program.parseAsync(words);
  } catch (error) {
    process.exitCode = await report(error, words, options);
  }
}

/** The words, with those of a scenario file; what reads one is loaded where one is named. */
async function asked(argv: readonly string[], command: Command): Promise<readonly string[]> {
  if (!argv.some((word) => word.startsWith(SCENARIO_FLAG))) return argv;
  const { withScenario } = await import("./scenario/with-scenario.js");
  return withScenario(argv, command, COMMANDS);
}

/** What commander says of options, which its types leave out. */
interface Complaints {
  unknownOption: (flag: string) => void;
  missingMandatoryOptionValue: (option: Option) => void;
}

/** A required option that is misspelt is told as the option that nobody knows, with the one that is near, not as missing. */
function unknownBeforeMissing(command: Command): void {
  const complaints = command as unknown as Complaints;
  const missing = complaints.missingMandatoryOptionValue.bind(command);
  complaints.missingMandatoryOptionValue = (option) => {
    const unknown = command.args.find((word) => word.startsWith("--"));
    if (unknown !== undefined) complaints.unknownOption(unknown);
    missing(option);
  };
}

/** A reader such as `head` may leave before the output ends. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode ?? EXIT.feasible);
}

async function report(error: unknown, words: readonly string[], options: readonly NamedOption[]): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.feasible : EXIT.badInput;
  if (!(error instanceof InfrascaleError)) throw error;
  const details = detailsOf(error);
  const language = await languageAmong(words);
  const message = errorText(details, options, language);
  if (words.includes("--json")) print({ error: { ...details, message } }, true, () => "");
  else process.stderr.write(`${language.labels.error} ${plain(message)} [${details.code}]\n`);
  return EXIT.badInput;
}

await main(process.argv);
