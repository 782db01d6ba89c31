import { defineConfig } from "vitest/config";

/** Tests of the packed tarball and of the built command; `npm run build` comes first. */
export default defineConfig({
  test: { include: ["test/package/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
});
