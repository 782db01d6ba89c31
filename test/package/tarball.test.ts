import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
let consumer: string;

/** What a command prints, in the consumer's folder; whether it succeeds shows in what it prints. */
const run = (command: string, ...args: readonly string[]): string =>
  spawnSync(command, args, { cwd: consumer, encoding: "utf8" }).stdout;

beforeAll(() => {
  consumer = mkdtempSync(join(tmpdir(), "infrascale-consumer-"));
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", consumer], { cwd: root, encoding: "utf8" }),
  ) as [{ filename: string }];
  const installed = join(consumer, "node_modules", "infrascale");
  mkdirSync(installed, { recursive: true });
  run("tar", "-xzf", filename, "--strip-components=1", "-C", installed);
  // The dependencies of the package, and the compiler, from this checkout: the test needs no network.
  const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies))
    symlinkSync(join(root, "node_modules", name), join(consumer, "node_modules", name));
  symlinkSync(join(root, "node_modules", "typescript"), join(consumer, "node_modules", "typescript"));
  writeFileSync(join(consumer, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  cpSync(join(root, "test", "package", "consumer"), consumer, { recursive: true });
});

afterAll(() => {
  rmSync(consumer, { recursive: true, force: true });
});

describe.each([
  ["infrascale", "estimateGpus"],
  ["infrascale/core", "estimateGpus"],
  ["infrascale/engine", "engineModel"],
  ["infrascale/simulate", "simulate"],
  ["infrascale/decide", "compareGpus"],
  ["infrascale/calibrate", "calibrate"],
  ["infrascale/import", "modelFromHuggingFace"],
  ["infrascale/language", "languages"],
])("%s", (entry, name) => {
  test("offers the same names to import and require", () => {
    const imported = run(
      "node",
      "--input-type=module",
      "-e",
      `import * as api from "${entry}"; console.log(Object.keys(api).filter((name) => name !== "default").sort().join())`,
    );
    const required = run(
      "node",
      "--input-type=commonjs",
      "-e",
      `console.log(Object.keys(require("${entry}")).sort().join())`,
    );
    expect(imported).toBe(required);
    expect(imported).toContain(name);
  });
});

test("errors of both entries are of one class, in both formats", () => {
  const script =
    "const { InfrascaleError } = ROOT; const { classicModel } = CORE; try { classicModel({ efficiency: 2 }); } catch (error) { console.log(error instanceof InfrascaleError, error.code); }";
  const esm = script.replace("ROOT", 'await import("infrascale")').replace("CORE", 'await import("infrascale/core")');
  const cjs = script.replace("ROOT", 'require("infrascale")').replace("CORE", 'require("infrascale/core")');
  expect(run("node", "--input-type=module", "-e", esm)).toBe("true out-of-range\n");
  expect(run("node", "--input-type=commonjs", "-e", cjs)).toBe("true out-of-range\n");
});

test("publishes the raw catalogs", () => {
  const script =
    'import gpus from "infrascale/catalogs/gpus.json" with { type: "json" }; import models from "infrascale/catalogs/models.json" with { type: "json" }; console.log(gpus.length, models.length)';
  expect(run("node", "--input-type=module", "-e", script)).toBe("101 189\n");
});

test("gives the same answer from catalog ids and from raw objects", () => {
  expect(run("node", "same-answer.mjs")).toBe("true\n");
});

test.each(["nodenext", "bundler"])("compiles in a consumer with module resolution %s", (resolution) => {
  const module = resolution === "bundler" ? "esnext" : "nodenext";
  const files = resolution === "bundler" ? ["consumer.mts"] : ["consumer.mts", "consumer.cts"];
  expect(
    run(
      "node",
      "node_modules/typescript/bin/tsc",
      "--noEmit",
      "--strict",
      "--module",
      module,
      "--moduleResolution",
      resolution,
      ...files,
    ),
  ).toBe("");
});

test("runs the command", () => {
  const installed = join(consumer, "node_modules", "infrascale");
  const { bin } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { bin: { infrascale: string } };
  const cli = join(installed, bin.infrascale);
  expect(readFileSync(cli, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(run("node", cli, "--help")).toContain("infrascale");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(run("node", cli, "--version")).toBe(`${version}\n`);
});

describe("the command", () => {
  const folder = (): string => join(consumer, "node_modules", "infrascale", "dist", "cli");
  const codeOf = (file: string): string => readFileSync(join(folder(), file), "utf8");

  /** What is loaded before a command is known. */
  function loadedFirst(file: string, seen = new Set<string>()): ReadonlySet<string> {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const [, name = ""] of codeOf(file).matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) loadedFirst(name, seen);
    return seen;
  }

  test("loads no catalog and no command but the one that is called", () => {
    const holdsCatalog = (file: string): boolean => codeOf(file).includes("meta-llama/Llama-3.1-70B-Instruct");
    expect(
      readdirSync(folder())
        .filter((file) => file.endsWith(".js"))
        .some(holdsCatalog),
    ).toBe(true);
    expect(loadedFirst("main.js").size).toBeGreaterThan(1);
    expect([...loadedFirst("main.js")].filter((file) => holdsCatalog(file) || file.includes("-command-"))).toEqual([]);
  });

  test("goes with the licences of the packages that it holds", () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      devDependencies: Record<string, string>;
    };
    const held = ["asciichart", "cli-progress", "cli-table3", "commander", "picocolors"];
    for (const name of held) expect(codeOf("LICENSES.txt")).toContain(`${name} ${devDependencies[name] ?? "?"}\n`);
    expect(
      codeOf("LICENSES.txt").match(/Permission is hereby granted|Permission to use/g)?.length,
    ).toBeGreaterThanOrEqual(held.length);
  });
});

describe("imports of the library", () => {
  const dist = (): string => join(consumer, "node_modules", "infrascale", "dist");

  /** Packages that an entry reaches through its own files. */
  function packagesOf(entry: string): readonly string[] {
    const packages = new Set<string>();
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const code = readFileSync(join(dist(), file), "utf8");
      for (const [, name = ""] of code.matchAll(/(?:from|import|require)[\s(]*["'`]([^"'`]+)["'`]/g)) {
        if (name.startsWith("./")) visit(name.slice(2));
        // `infrascale` stands in the examples of doc comments.
        else if (!name.startsWith("infrascale")) packages.add(name);
      }
    };
    visit(entry);
    expect(seen.size).toBeGreaterThan(1);
    return [...packages].sort();
  }

  test.each(["index", "core", "engine", "simulate", "import"])("%s imports nothing but its own files", (entry) => {
    expect(packagesOf(`${entry}.js`)).toEqual([]);
    expect(packagesOf(`${entry}.cjs`)).toEqual([]);
  });

  test("calibrate imports three packages", () => {
    expect(packagesOf("calibrate.js")).toEqual(["csv-parse/sync", "js-yaml", "ml-matrix"]);
    expect(packagesOf("calibrate.cjs")).toEqual(["csv-parse/sync", "js-yaml", "ml-matrix"]);
  });
});

test("the tarball holds what a user needs, and nothing else", () => {
  const installed = join(consumer, "node_modules", "infrascale");
  expect(readdirSync(installed).sort()).toEqual(
    expect.arrayContaining(["LICENSE", "README.md", "catalogs", "dist", "package.json"]),
  );
  expect(readdirSync(installed)).not.toContain("src");
  expect(readdirSync(installed)).not.toContain("test");
});
