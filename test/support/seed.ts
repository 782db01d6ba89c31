import fc from "fast-check";

// The same draws on every machine: a failure in a clone is a failure here. `FAST_CHECK_SEED=$RANDOM` looks elsewhere, `RUNS=20` at fewer.
fc.configureGlobal({
  seed: Number(process.env["FAST_CHECK_SEED"] ?? 20261128),
  numRuns: Number(process.env["RUNS"] ?? 100),
});
