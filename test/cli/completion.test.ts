import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { afterEach, describe, expect, test, vi } from "vitest";
import { COMMANDS } from "../../src/cli/commands.js";
import { completionCommand } from "../../src/cli/completion-command.js";

const printed = async (shell: string): Promise<string> => {
  let text = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const command = new Command("completion");
  completionCommand(command, COMMANDS);
  await command.parseAsync(["node", "completion", shell]);
  vi.restoreAllMocks();
  return text;
};

/** What bash offers for a line that ends in a word. */
const offered = (script: string, ...line: readonly string[]): readonly string[] => {
  const ask = `COMP_WORDS=(${["infrascale", ...line].map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${line.length}; _infrascale; echo "\${COMPREPLY[@]}"`;
  return spawnSync("bash", ["-c", `${script}\n${ask}`], { encoding: "utf8" })
    .stdout.trim()
    .split(" ");
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe("completion", () => {
  test("of bash offers commands, and the options of the one that is named", async () => {
    const script = await printed("bash");
    expect(offered(script, "")).toEqual(Object.keys(COMMANDS));
    expect(offered(script, "max")).toEqual(["max-users"]);
    expect(offered(script, "estimate", "--ttft")).toContain("--ttft-p95");
    expect(offered(script, "estimate", "--mean-load")).toEqual([""]);
    expect(offered(script, "compare", "--mean-load")).toEqual(["--mean-load"]);
  });

  test("of fish names each command and option", async () => {
    const script = await printed("fish");
    for (const name of Object.keys(COMMANDS)) expect(script).toContain(`-f -a ${name} -d '`);
    expect(script).toContain("-n '__fish_seen_subcommand_from estimate' -l ttft-p95");
  });

  test("of zsh is that of bash", async () => {
    expect(await printed("zsh")).toContain(await printed("bash"));
  });
});
