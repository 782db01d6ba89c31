import type { Command } from "commander";

/** The option that names a scenario file. */
export const SCENARIO_FLAG = "--scenario";

/** Adds it; the file is read before the others are parsed. */
export const addScenarioFlag = (command: Command): Command =>
  command.option(`${SCENARIO_FLAG} <file>`, "options from a YAML or JSON file (infrascale init)");
