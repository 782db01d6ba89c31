import type { PredictionFacts, UncertaintyTable } from "../../src/uncertainty/index.js";

/** A table small enough to work out by hand: thousandths of ln(measured / predicted). */
export const TABLE: UncertaintyTable = {
  probabilities: [0.025, 0.1, 0.5, 0.9, 0.975],
  secondsPerToken: {
    "": [-1000, -500, 0, 500, 1000],
    calibrated: [-200, -100, 0, 100, 200],
    "calibrated dense current unsaturated vllm": [-150, -50, 50, 150, 350],
  },
  secondsToFirstToken: { "": [-800, -400, 0, 400, 800] },
  kvTokens: { "": [-40, -20, 0, 20, 40], dense: [-20, -10, 0, 10, 20] },
  measured: {
    vllm: {
      currentFrom: "0.8",
      versions: ["0.6.0", "0.20.1"],
      parameters: [1e9, 700e9],
      running: [1, 512],
      requestTokens: [100, 30_000],
    },
  },
};

/** A dense model on a GPU whose kernels were timed, with fewer requests than slots. */
export const FACTS: PredictionFacts = {
  engine: "vllm",
  engineVersion: "0.19.0",
  source: "calibrated",
  hasExperts: false,
  saturated: false,
};
