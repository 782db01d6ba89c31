import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fencesOf } from "../docs/examples-in.js";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Readonly<Record<string, string>> };
const fences = ["README.md", "CONTRIBUTING.md", "docs/decide.md", "docs/simulate.md", "docs/traffic.md"].flatMap(
  (page) => fencesOf(page, "sh"),
);

test("the README's command for a clone prints the answer of its example", () => {
  const install = "npm ci && npm run -s infrascale -- ";
  const fromClone = fences.filter(({ code }) => code.startsWith(install));
  expect(fromClone).toHaveLength(1);
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-c", fromClone[0]?.code.replace(install, "node dist/cli/main.js ") ?? ""],
    { encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.split("\n")[0]).toBe(fencesOf("README.md", "ts")[0]?.output?.split("\n")[0]);
});

const printed = fences.filter(({ code, output }) => code.startsWith("npx infrascale ") && output !== null);

test("pages show commands with their output", () => {
  expect(printed.length).toBeGreaterThan(1);
});

test.each(printed)("$name prints what the page says", ({ code, output }) => {
  expect(
    spawnSync("bash", ["-c", code.replace("npx infrascale ", "node dist/cli/main.js ")], { encoding: "utf8" }).stdout,
  ).toBe(output);
});

test.each(fences)("$name names scripts of package.json", ({ code }) => {
  const named = [...code.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? "");
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
