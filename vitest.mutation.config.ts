import { defineConfig } from "vitest/config";

/** The tests nearest to the formula files: fast enough to run once for every mutant. */
export default defineConfig({
  test: {
    include: ["test/units.test.ts", "test/constraints/**/*.test.ts", "test/performance/classic/**/*.test.ts", "test/performance/serving/**/*.test.ts", "test/estimate/estimate-gpus.test.ts", "test/workload/**/*.test.ts", "test/queueing/**/*.test.ts", "test/uncertainty/**/*.test.ts"],
  },
});
