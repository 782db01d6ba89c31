import { configDefaults } from "vitest/config";
import config from "./vitest.config.js";

/** The tests nearest to the files that are changed, with few draws: fast enough to run once for every mutant. */
export default {
  ...config,
  test: {
    ...config.test,
    include: [
      "test/units.test.ts",
      "test/constraints/**/*.test.ts",
      "test/performance/{classic,timing}/*.test.ts",
      "test/performance/{finite-run,operating-point,added-reading,replica-curve}.test.ts",
      "test/queueing/**/*.test.ts",
      "test/simulate/**/*.test.ts",
      "test/calibrate/**/*.test.ts",
    ],
    // What hangs in one of many draws is found too late, and what takes seconds is run too often.
    exclude: [
      ...configDefaults.exclude,
      "test/simulate/{invariants,properties,request-log,queueing-theory}.test.ts",
      "test/calibrate/{calibrate,classic,leave-one-out}.test.ts",
    ],
    env: { RUNS: "25" },
  },
};
