import { Command, type Option } from "commander";
import type { Commands } from "../command-entry.js";
import { SCENARIO_FLAG } from "./scenario-flag.js";

/** Options of every command that sizes or simulates: what a scenario file may say. */
export async function scenarioOptions(commands: Commands): Promise<readonly Option[]> {
  const known = new Map<string, Option>();
  for (const { load } of Object.values(commands)) {
    const command = new Command();
    (await load())(command);
    if (command.options.some(({ long }) => long === SCENARIO_FLAG))
      for (const option of command.options)
        if (option.long !== SCENARIO_FLAG) known.set(option.attributeName(), option);
  }
  return [...known.values()];
}
