import type { Command, Option } from "commander";
import { yamlValues } from "../../calibrate/readers/yaml-values.js";
import { InfrascaleError } from "../../index.js";
import type { Commands } from "../command-entry.js";
import { readText } from "../read-json.js";
import { SCENARIO_FLAG } from "./scenario-flag.js";
import { scenarioOptions } from "./scenario-options.js";
import { commandRule } from "../../rules/command.js";
import { valueRule } from "../../rules/values.js";

/**
 * Words of the command line with those of its scenario file before them, so that what is given on the line comes first. Keys of the file are the
 * names of options; what only other commands have is left out, what none has is refused.
 *
 * @param argv - words, the command among them.
 * @param command - as it was called.
 * @param commands - all of them.
 * @returns the same words where no file is named.
 * @throws {@link InfrascaleError} `unreadable-file`, `file-too-large`, `unknown-id` or `invalid-type`.
 */
export async function withScenario(
  argv: readonly string[],
  command: Command,
  commands: Commands,
): Promise<readonly string[]> {
  const path = fileOf(argv);
  if (path === undefined) return argv;
  const at = argv.indexOf(command.name(), 2) + 1;
  return [...argv.slice(0, at), ...(await wordsOf(path, command.options, commands)), ...argv.slice(at)];
}

function fileOf(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === SCENARIO_FLAG || word.startsWith(`${SCENARIO_FLAG}=`));
  const word = argv[at];
  return word === SCENARIO_FLAG ? argv[at + 1] : word?.slice(SCENARIO_FLAG.length + 1);
}

async function wordsOf(path: string, options: readonly Option[], commands: Commands): Promise<readonly string[]> {
  const words: string[] = [];
  for (const [key, value] of Object.entries(scenarioAt(path))) {
    if (key === "$schema") continue;
    const option = optionNamed(key, options);
    if (option === undefined) await refuseUnknown(key, commands);
    else words.push(...wordsOfOption(key, option, value));
  }
  return words;
}

const optionNamed = (key: string, options: readonly Option[]): Option | undefined =>
  options.find(({ long, short }) => [long, short].includes(`--${key}`) && long !== SCENARIO_FLAG);

async function refuseUnknown(key: string, commands: Commands): Promise<void> {
  const known = await scenarioOptions(commands);
  if (optionNamed(key, known) === undefined)
    throw new InfrascaleError({
      code: "unknown-id",
      field: "scenario",
      ...commandRule("scenario-option"),
      value: key,
    });
}

function wordsOfOption(key: string, option: Option, value: unknown): readonly string[] {
  const takesNone = !option.required && !option.optional;
  if (value === true && !option.required) return [`--${key}`];
  if (value === false && !option.required) return [];
  if (!takesNone && isPlain(value)) return [`--${key}=${String(value)}`];
  if (!takesNone && Array.isArray(value) && value.every(isPlain)) return [`--${key}=${value.join(",")}`];
  throw new InfrascaleError({
    code: "invalid-type",
    field: `scenario.${key}`,
    ...(takesNone ? valueRule("boolean") : commandRule("scenario-value")),
    value,
  });
}

const isPlain = (value: unknown): boolean => typeof value === "string" || typeof value === "number";

function scenarioAt(path: string): Readonly<Record<string, unknown>> {
  // JSON is YAML.
  const [content] = yamlValues(readText(path, "scenario"), "scenario");
  if (typeof content !== "object" || content === null)
    throw new InfrascaleError({
      code: "invalid-type",
      field: "scenario",
      ...commandRule("scenario-object"),
      value: content,
    });
  return content as Readonly<Record<string, unknown>>;
}
