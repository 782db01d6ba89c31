import { defineConfig } from "tsup";

const dts = { compilerOptions: { ignoreDeprecations: "6.0" } };

export default defineConfig([
  { entry: ["src/index.ts", "src/core.ts", "src/engine.ts", "src/simulate.ts"], format: ["esm", "cjs"], target: "es2022", platform: "neutral", splitting: true, sourcemap: true, dts },
  { entry: { "cli/main": "src/cli/main.ts" }, format: ["esm"], target: "node20", platform: "node", external: [/^\.\.\/(index|simulate|calibrate)\.js$/], sourcemap: true },
]);
