import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** What a file may import: its own layer and those before it. Files and folders that share a line form one layer. */
const LAYERS = [
  ["errors.ts", "units.ts", "rules", "internal"],
  ["catalog"],
  ["workload"],
  ["deployment"],
  ["scaling"],
  ["kernels"],
  ["queueing"],
  ["simulate"],
  ["performance"],
  ["constraints"],
  ["minimizers"],
  ["uncertainty"],
  ["estimate"],
  ["measurements"],
  ["calibrate"],
  ["shipped"],
  ["launch"],
  ["cost"],
  ["decide"],
  ["language"],
  ["core.ts", "engine.ts", "index.ts", "simulate.ts", "decide.ts", "calibrate.ts", "import.ts", "language.ts"],
  ["cli"],
];

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** Layer of a path below src; -1 when it belongs to none. */
const layerOf = (file: string): number => LAYERS.findIndex((names) => names.includes(file.split("/")[0] ?? ""));

/** Every module that each file names in an import, an export or a type, as written. */
const named = new Map(
  files.map((file) => [
    file,
    ts
      .preProcessFile(readFileSync(join("src", file), "utf8"), true, true)
      .importedFiles.map(({ fileName }) => fileName),
  ]),
);

const isRelative = (name: string): boolean => name.startsWith(".");

/** Relative imports as paths below src; data outside src begins with "../". */
const relativeImports = (file: string): readonly string[] =>
  (named.get(file) ?? [])
    .filter(isRelative)
    .map((name) => normalize(join(dirname(file), name)).replace(/\.js$/, ".ts"));

/** A file and everything that it reaches. */
function reachable(start: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    relativeImports(file).forEach(visit);
  };
  visit(start);
  return found;
}

describe("imports", () => {
  test("the files are found, each in a layer", () => {
    expect(files).toContain("core.ts");
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
  });

  test("name files that exist", () => {
    const missing = files
      .flatMap(relativeImports)
      .filter((target) => target.endsWith(".ts") && !files.includes(target));
    expect(missing).toEqual([]);
  });

  test("go one way", () => {
    const upward = files.flatMap((file) =>
      relativeImports(file)
        .filter((target) => !target.startsWith("..") && layerOf(target) > layerOf(file))
        .map((target) => `${file} imports ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test("form no circle", () => {
    const circles = files.filter((file) => relativeImports(file).some((target) => reachable(target).has(file)));
    expect(circles).toEqual([]);
  });

  test("name packages and Node only in the command, and three packages in calibration", () => {
    const allowed = (file: string): readonly string[] =>
      file.startsWith("calibrate/readers/")
        ? ["csv-parse/sync", "js-yaml"]
        : file === "measurements/csv.ts"
          ? ["csv-parse/sync"]
          : file.startsWith("calibrate/")
            ? ["ml-matrix"]
            : [];
    const bare = files
      .filter((file) => !file.startsWith("cli/"))
      .flatMap((file) => (named.get(file) ?? []).filter((name) => !isRelative(name) && !allowed(file).includes(name)));
    expect(bare).toEqual([]);
  });

  test("reach the readers of configs from the entry of imports alone", () => {
    const readers = (entry: string): boolean =>
      [...reachable(entry)].some((file) => file.startsWith("catalog/huggingface/"));
    expect(
      ["core.ts", "engine.ts", "index.ts", "simulate.ts", "decide.ts", "calibrate.ts", "import.ts"].filter(readers),
    ).toEqual(["import.ts"]);
  });

  test("reach the catalog data from the root, never from the core", () => {
    const data = (entry: string): readonly string[] => [...reachable(entry)].filter((file) => file.endsWith(".json"));
    expect(data("core.ts")).toEqual([]);
    expect(data("engine.ts")).toEqual([]);
    expect(data("import.ts")).toEqual([]);
    expect(data("index.ts")).toEqual(expect.arrayContaining(["../catalogs/gpus.json", "../catalogs/models.json"]));
  });
});
