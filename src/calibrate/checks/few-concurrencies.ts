import type { Check } from "./sweep.js";

/** Three points are the fewest that a curve with two parameters can contradict. */
const FEWEST = 3;

/** Sweeps with fewer than three concurrencies: no curve can be told from a line. */
export const checkFewConcurrencies: Check = (_, sweeps) =>
  sweeps.flatMap((sweep) => {
    const concurrencies = new Set(sweep.map(({ concurrency }) => concurrency)).size;
    if (concurrencies >= FEWEST) return [];
    return [
      {
        code: "few-concurrencies",
        message: `a sweep has ${concurrencies === 1 ? "one concurrency" : `${concurrencies} concurrencies`} only: ${FEWEST} or more show how times grow with the load`,
        evidence: { concurrencies },
        observations: sweep.map(({ index }) => index),
      },
    ];
  });
