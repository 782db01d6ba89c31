import type { Command } from "commander";
import { SCENARIO_FLAG } from "../commands.js";

/** Adds the option that names a scenario file; it is read before the others are parsed. */
export const addScenarioFlag = (command: Command): Command =>
  command.option(`${SCENARIO_FLAG} <file>`, "options from a YAML or JSON file (infrascale init)");
