import { defineConfig } from "vitest/config";
import config from "./vitest.config.js";

/** Tests of the built site, most of them in a browser; `npm run site:build` comes first. */
export default defineConfig({
  resolve: config.resolve ?? {},
  test: {
    include: ["test/site/**/*.test.ts"],
    setupFiles: ["test/support/seed.ts"],
    globalSetup: "test/site/support/setup.ts",
    // One browser at a time: each uses all processors.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
