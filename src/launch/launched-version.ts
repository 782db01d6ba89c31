import { compareVersions, type Engine } from "../catalog/engine.js";

const PARTS = 3;

/**
 * The version that is started: the one that was timed, where the memory rules hold for it; else the one that stands for these.
 *
 * @param engine - rules of a range of versions.
 * @param timed - version that times were predicted of.
 * @returns a version with all its parts, `0.20.2`.
 */
export function launchedVersion({ fromVersion, belowVersion, version }: Engine, timed: string): string {
  const isOfRange = (candidate: string): boolean =>
    compareVersions(candidate, fromVersion) >= 0 &&
    (belowVersion === null || compareVersions(candidate, belowVersion) < 0);
  return whole([timed, version, fromVersion].find(isOfRange) ?? version);
}

/** `0.20` as `0.20.0`, as images are tagged. */
function whole(version: string): string {
  const [, numbers = "", rest = ""] = /^v?([\d.]*\d)(.*)$/.exec(version) ?? [];
  const missing = Math.max(0, PARTS - numbers.split(".").length);
  return `${numbers}${".0".repeat(missing)}${rest}`;
}
