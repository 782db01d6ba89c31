import fc from "fast-check";
import { linearCurve, type ReplicaCurve, type WaitingLengths } from "../../src/queueing/index.js";
import { lengthDistribution, type Lengths } from "../../src/workload/index.js";

export const lengthsOf = (input: Lengths, output: Lengths): WaitingLengths => ({
  input: lengthDistribution(input, "input"),
  output: lengthDistribution(output, "output"),
});

/** A curve of constant residence: every slot is a server of its own. Prompts take no time, so work varies as answers do. */
export const serversOf = (slots: number, residenceSeconds: number, lengths: WaitingLengths): ReplicaCurve =>
  linearCurve(
    { stepSeconds: residenceSeconds / lengths.output.mean, requestSeconds: 0, promptTokenSeconds: 0, slots },
    lengths,
  );

export const CHAT: WaitingLengths = lengthsOf({ mean: 1155, cv: 0.96 }, { mean: 211, cv: 0.77 });

/** The 8-billion model of the workload note. */
export const chatCurve = (slots: number): ReplicaCurve =>
  linearCurve({ stepSeconds: 0.0075, requestSeconds: 6e-5, promptTokenSeconds: 2.5e-5, slots }, CHAT);

/** Curves whose residence does not fall, with a throughput that does not fall either, and lengths to match. */
export const drawnReplica: fc.Arbitrary<readonly [curve: ReplicaCurve, lengths: WaitingLengths]> = fc
  .record({
    slots: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 21, max: 1200 })),
    stepSeconds: fc.double({ min: 1e-3, max: 0.1, noNaN: true }),
    requestSeconds: fc.double({ min: 0, max: 1e-3, noNaN: true }),
    promptTokenSeconds: fc.double({ min: 0, max: 1e-4, noNaN: true }),
    bend: fc.double({ min: 0.5, max: 1, noNaN: true }),
    input: fc.double({ min: 10, max: 20_000, noNaN: true }),
    inputCv: fc.double({ min: 0, max: 2.5, noNaN: true }),
    output: fc.double({ min: 5, max: 3000, noNaN: true }),
    outputCv: fc.double({ min: 0, max: 2, noNaN: true }),
  })
  .map(({ slots, stepSeconds, requestSeconds, promptTokenSeconds, bend, input, inputCv, output, outputCv }) => {
    const lengths = lengthsOf({ mean: input, cv: inputCv }, { mean: output, cv: outputCv });
    const line = linearCurve({ stepSeconds, requestSeconds, promptTokenSeconds, slots }, lengths);
    // n^bend grows more slowly than n: the throughput of the bent curve is still concave and does not fall.
    const bent = (read: (running: number) => number) => (running: number) => read(running ** bend);
    return [
      {
        ...line,
        residenceSeconds: bent(line.residenceSeconds),
        stepSeconds: bent(line.stepSeconds),
        tokenSeconds: bent(line.tokenSeconds),
        readingSeconds: (n, tokens) => line.readingSeconds(n ** bend, tokens),
      },
      lengths,
    ] as const;
  });
