import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Writes the licences of all packages that a bundle holds: each asks that its text goes with its code.
 *
 * @param path - of the file.
 * @returns a plugin for esbuild.
 */
export const licences = (path: string): Plugin => ({
  name: "licences",
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(({ metafile }) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, licencesOf(Object.keys(metafile?.inputs ?? {})));
    });
  },
});

/** Name, version and text of the licence of every package that files belong to. */
export function licencesOf(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  return [...folders].sort().map(licenceOf).join("\n\n");
}

function licenceOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence to go with it`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8")}`;
}
