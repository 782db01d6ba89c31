/**
 * Runs the commands that pages show with their output, and writes the output anew: `npx tsx scripts/commands-in-docs.ts docs/decide.md`, after a
 * build. A test holds the pages to it.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const SHOWN = /```sh\n(npx infrascale (?:[^\n]*\\\n)*[^\n]*)\n```\n\n```text\n[^`]*```\n/g;

for (const page of process.argv.slice(2)) {
  const written = readFileSync(page, "utf8").replace(SHOWN, (_, command: string) => {
    const built = command.replace("npx infrascale ", "node dist/cli/main.js ");
    const { stdout, stderr } = spawnSync("bash", ["-c", built], { encoding: "utf8" });
    if (stderr !== "") throw new Error(`${command}: ${stderr}`);
    return `\`\`\`sh\n${command}\n\`\`\`\n\n\`\`\`text\n${stdout}\`\`\`\n`;
  });
  writeFileSync(page, written);
}
