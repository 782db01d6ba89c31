import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { partOf } from "./parts.js";

/** Parts by name, each with the parts that it imports. */
export type PartImports = ReadonlyMap<string, ReadonlySet<string>>;

/** Which parts of a source folder import which, by the imports of their files. */
export function partImports(src: string): PartImports {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(src, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    const part = partOf(file);
    const imported = found.get(part) ?? new Set<string>();
    found.set(part, imported);
    for (const target of relativeImports(src, file)) if (partOf(target) !== part) imported.add(partOf(target));
  }
  return found;
}

/** Files below the folder that a file of it imports. */
const relativeImports = (src: string, file: string): readonly string[] =>
  ts
    .preProcessFile(readFileSync(join(src, file), "utf8"), true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => normalize(join(dirname(file), fileName)).replace(/\.js$/, ".ts"))
    .filter((target) => !target.startsWith(".."));

/**
 * The same without what follows: a part that another imports anyway, by one between them, is left out.
 *
 * @param imports - without circles.
 */
export function withoutDetours(imports: PartImports): PartImports {
  const reached = (part: string): ReadonlySet<string> =>
    new Set([...(imports.get(part) ?? [])].flatMap((next) => [next, ...reached(next)]));
  return new Map(
    [...imports].map(([part, direct]) => {
      const detours = new Set([...direct].flatMap((next) => [...reached(next)]));
      return [part, new Set([...direct].filter((next) => !detours.has(next)))];
    }),
  );
}
