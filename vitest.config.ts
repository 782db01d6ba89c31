import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // What the page's build puts in place.
  define: { LIBRARY_VERSION: JSON.stringify("0.0.0") },
  resolve: {
    alias: [
      { find: /^infrascale\/core$/, replacement: source("./src/core.ts") },
      { find: /^infrascale\/engine$/, replacement: source("./src/engine.ts") },
      { find: /^infrascale\/simulate$/, replacement: source("./src/simulate.ts") },
      { find: /^infrascale\/calibrate$/, replacement: source("./src/calibrate.ts") },
      { find: /^infrascale\/decide$/, replacement: source("./src/decide.ts") },
      { find: /^infrascale\/language$/, replacement: source("./src/language.ts") },
      { find: /^infrascale\/import$/, replacement: source("./src/import.ts") },
      { find: /^infrascale$/, replacement: source("./src/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/seed.ts"],
    exclude: ["test/package/**", "test/site/**"],
    // Of a slow machine that others share: no test depends on speed.
    testTimeout: 300_000,
    typecheck: { include: ["test/**/*.test-d.ts"], tsconfig: "test/tsconfig.json" },
    coverage: { include: ["src/**/*.ts"], exclude: ["src/cli/**"] },
  },
});
