import { defineConfig, type Options } from "tsup";
import { compactCatalogs } from "./scripts/build/compact-catalogs.js";
import { licences } from "./scripts/build/licences.js";

const library = [
  "src/index.ts",
  "src/core.ts",
  "src/engine.ts",
  "src/simulate.ts",
  "src/decide.ts",
  "src/calibrate.ts",
  "src/import.ts",
  "src/language.ts",
];
const shared: Options = { target: "es2022", splitting: true, esbuildPlugins: [compactCatalogs()] };
const portable: Options = { ...shared, entry: library, platform: "neutral", sourcemap: true };

/** Packages in CommonJS ask for Node's modules by `require`. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * Modules are minified: Node reads them a quarter faster. What tsup makes CommonJS of must not be. The command is a bundle of
 * its own, a chunk for each of its commands, with the packages that only it needs: one file is read faster than ten, and who
 * uses the library need not install them.
 */
export default defineConfig([
  { ...portable, format: ["esm"], minify: true, external: [/^node:/] },
  { ...portable, format: ["cjs"] },
  {
    ...shared,
    entry: ["src/cli/main.ts"],
    outDir: "dist/cli",
    format: ["esm"],
    minify: true,
    platform: "node",
    banner: { js: REQUIRE },
    esbuildPlugins: [compactCatalogs(), licences("dist/cli/LICENSES.txt")],
  },
  { entry: library, format: ["esm", "cjs"], dts: { only: true, compilerOptions: { ignoreDeprecations: "6.0" } } },
]);
