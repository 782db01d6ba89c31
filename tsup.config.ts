import { defineConfig } from "tsup";
import { compactCatalogs } from "./scripts/build/compact-catalogs.js";

const dts = { compilerOptions: { ignoreDeprecations: "6.0" } };
const entries = ["src/index.ts", "src/core.ts", "src/engine.ts", "src/simulate.ts", "src/calibrate.ts"];

export default defineConfig([
  { entry: entries, format: ["esm", "cjs"], target: "es2022", platform: "neutral", splitting: true, sourcemap: true, dts, esbuildPlugins: [compactCatalogs()] },
  { entry: { "cli/main": "src/cli/main.ts" }, format: ["esm"], target: "node20", platform: "node", external: [/^\.\.\/(index|engine|simulate|calibrate)\.js$/], sourcemap: true },
]);
