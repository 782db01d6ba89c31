import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { InfrascaleError } from "../index.js";
import { readJson } from "./read-json.js";
import { commandRule } from "../rules/command.js";

/**
 * Refuses a path where something else than an older file of the same kind, or an empty one, would be lost.
 *
 * @param path - where a file shall be written.
 * @param kind - what it holds.
 * @param check - throws for content of another kind.
 * @throws {@link InfrascaleError} `unwritable-file`.
 */
export function checkOut(path: string, kind: "plan" | "profile", check: (content: unknown) => unknown): void {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || (found.isFile() && found.size === 0)) return;
    check(readJson(path, "out"));
  } catch {
    throw new InfrascaleError({
      code: "unwritable-file",
      field: "out",
      ...commandRule("file-of-its-own", { kind }),
      value: path,
    });
  }
}

/** Writes an object as JSON where `--out` says. */
export const writeJson = (path: string, content: unknown): void => {
  writeText(path, `${JSON.stringify(content, null, 2)}\n`, "out");
};

/**
 * Writes a file beside its place and moves it there: whoever reads it finds the old one or the new one, whole.
 *
 * @throws {@link InfrascaleError} `unwritable-file`.
 */
export function writeText(path: string, text: string, field: string): void {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, text, { flag: "wx" });
    renameSync(part, statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path));
  } catch {
    rmSync(part, { force: true });
    throw new InfrascaleError({
      code: "unwritable-file",
      field,
      ...commandRule("writable-path"),
      value: path,
    });
  }
}
