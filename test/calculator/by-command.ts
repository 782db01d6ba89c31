import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import type { NamedEstimate } from "infrascale";
import { COMMANDS } from "../../src/cli/commands.js";
import { addEstimateFlags, estimateOf, type EstimateFlags } from "../../src/cli/estimation/estimate-flags.js";
import { withScenario } from "../../src/cli/scenario/with-scenario.js";

/** What `infrascale estimate --scenario FILE` answers. */
export async function byCommand(scenario: string): Promise<NamedEstimate> {
  const folder = mkdtempSync(join(tmpdir(), "infrascale-page-"));
  const path = join(folder, "scenario.yaml");
  writeFileSync(path, scenario);
  try {
    const command = addEstimateFlags(new Command("estimate")).exitOverride();
    const words = await withScenario(["node", "infrascale", "estimate", "--scenario", path], command, COMMANDS);
    command.parse(["node", "estimate", ...words.slice(3)]);
    return await estimateOf(command.opts<EstimateFlags>());
  } finally {
    rmSync(folder, { recursive: true });
  }
}
