import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { InfrascaleError, type EngineProfile } from "../../index.js";
import { checkEngineProfile } from "../../deployment/check-engine-profile.js";
import { readJson } from "../read-json.js";

/**
 * Refuses a path where something else than an older profile, or an empty file, would be lost.
 *
 * @throws {@link InfrascaleError} `unwritable-file`.
 */
export function checkOut(path: string): void {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined || (found.isFile() && found.size === 0)) return;
    checkEngineProfile(readJson(path, "out"), "out");
  } catch {
    throw new InfrascaleError({
      code: "unwritable-file",
      field: "out",
      rule: "must be a new file, or one that holds an engine profile and nothing else",
      value: path,
    });
  }
}

/**
 * Writes a profile beside its place and moves it there: whoever reads it finds the old one or the new one, whole.
 *
 * @throws {@link InfrascaleError} `unwritable-file`.
 */
export function writeProfile(path: string, profile: EngineProfile): void {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, `${JSON.stringify(profile, null, 2)}\n`, { flag: "wx" });
    renameSync(part, statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path));
  } catch {
    rmSync(part, { force: true });
    throw new InfrascaleError({
      code: "unwritable-file",
      field: "out",
      rule: "must be the path of a file that can be written",
      value: path,
    });
  }
}
