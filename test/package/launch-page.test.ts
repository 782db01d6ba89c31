import { spawnSync } from "node:child_process";
import { dirname, resolve } from "node:path";
import { expect, test } from "vitest";
import { fencesOf } from "../docs/examples-in.js";
import { temporaryFiles } from "./run-command.js";

const [csv] = fencesOf("docs/launch.md", "csv");
const folder = dirname(temporaryFiles()("load-test.csv", csv?.code ?? ""));
const command = `node ${resolve("dist/cli/main.js")} `;

test.each(fencesOf("docs/launch.md", "sh"))("$name prints what the page says", ({ code, output }) => {
  const { stdout } = spawnSync("bash", ["-c", code.replace("npx infrascale ", command)], {
    encoding: "utf8",
    cwd: folder,
  });
  expect(stdout).toBe(output);
});
