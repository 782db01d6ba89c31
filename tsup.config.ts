import { defineConfig, type Options } from "tsup";
import { compactCatalogs } from "./scripts/build/compact-catalogs.js";

const library = ["src/index.ts", "src/core.ts", "src/engine.ts", "src/simulate.ts", "src/calibrate.ts"];
const shared: Options = { target: "es2022", platform: "neutral", splitting: true, sourcemap: true, esbuildPlugins: [compactCatalogs()] };

/** The command shares the chunks of the library, so that an error is one class for all. */
export default defineConfig([
  { ...shared, entry: [...library, "src/cli/main.ts"], format: ["esm"], external: [/^node:/] },
  { ...shared, entry: library, format: ["cjs"] },
  { entry: library, format: ["esm", "cjs"], dts: { only: true, compilerOptions: { ignoreDeprecations: "6.0" } } },
]);
