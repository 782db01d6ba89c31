import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** What a run of the built command left. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command in a pipe. */
export function infrascale(...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync("node", ["dist/cli/main.js", ...args], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], CI: "true" },
  });
  return { status, stdout, stderr };
}

/** A function that writes a file for the tests of this page and returns its path; the files go when the tests end. */
export function temporaryFiles(): (name: string, content: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "infrascale-"));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}
