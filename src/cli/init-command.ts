import { writeFileSync } from "node:fs";
import type { Command, Option } from "commander";
import { InfrascaleError } from "../index.js";
import type { Commands } from "./command-entry.js";
import { scenarioOptions } from "./scenario/scenario-options.js";
import { keyOf } from "./scenario/scenario-schema.js";
import { commandRule } from "../rules/command.js";

/** What a first scenario asks; the rest is there as comments. */
const ASKED: Readonly<Record<string, string>> = { model: "llama-3.1-70b", gpu: "h100", preset: "chat", users: "1000" };

const HELP = `
Examples:
  $ infrascale init scenario.yaml
  $ infrascale estimate --scenario scenario.yaml
  $ infrascale compare --scenario scenario.yaml --gpu h100,h200
`;

/** `infrascale init`. */
export function initCommand(command: Command, commands: Commands): void {
  command
    .argument("[file]", "a new file; printed when absent")
    .addHelpText("after", HELP)
    .action(async (file?: string) => {
      const text = scenarioTemplate(await scenarioOptions(commands), commands);
      if (file === undefined) process.stdout.write(text);
      else writeNew(file, text);
    });
}

/** A scenario with every option: a few are asked, the others are comments. */
export function scenarioTemplate(options: readonly Option[], commands: Commands): string {
  const byKey = new Map(options.map((option) => [keyOf(option), option]));
  const asked = Object.entries(ASKED).map(([key, value]) => `# ${byKey.get(key)?.description ?? ""}\n${key}: ${value}`);
  const rest = [...byKey]
    .filter(([key]) => !Object.hasOwn(ASKED, key))
    .map(([key, option]) => `# ${option.description}\n#${key}: ${exampleOf(option)}`);
  return [
    "# yaml-language-server: $schema=node_modules/infrascale/catalogs/scenario.schema.json",
    `# What is asked, by the names of options. Read by ${readers(commands)}:`,
    "# infrascale estimate --scenario FILE. Options on the command line come first.",
    "",
    asked.join("\n\n"),
    "",
    rest.join("\n\n"),
    "",
  ].join("\n");
}

const readers = (commands: Commands): string =>
  Object.keys(commands)
    .filter((name) => !["init", "completion", "import", "catalog", "check", "validate", "calibrate"].includes(name))
    .join(", ");

const exampleOf = ({ required, optional, argChoices, defaultValue }: Option): string =>
  !required && !optional ? "true" : String(defaultValue ?? argChoices?.[0] ?? "");

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch {
    throw new InfrascaleError({
      code: "unwritable-file",
      field: "file",
      ...commandRule("new-path"),
      value: path,
    });
  }
}
