import type { CalibrationPoint, Measured } from "../../src/calibrate/calibration-point.js";
import type { ComparedRow } from "../../src/calibrate/robust-fit.js";
import type { MeasuredQuantity, ProfileParameters } from "../../src/deployment/engine-profile.js";

/** A request of a point, as far as a fit looks at it. */
export interface Asked {
  readonly model?: string;
  readonly gpu?: string;
  readonly tensor?: number;
  readonly load?: object;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** Times that can be worked out by hand: a step of 10 ms by its factor and what is added, a first token of 100 ms likewise. */
const byHand = ({
  decodeFactor,
  stepOverheadSeconds,
  prefillFactor,
  firstTokenSeconds,
}: ProfileParameters): ReturnType<CalibrationPoint["predict"]> => {
  const tpotSeconds = 0.01 * decodeFactor + stepOverheadSeconds;
  const ttftSeconds = 0.1 * prefillFactor + firstTokenSeconds;
  return {
    tpotSeconds,
    ttftSeconds,
    requestSeconds: ttftSeconds + 99 * tpotSeconds,
    outputTokensPerSecond: 8 / tpotSeconds,
  };
};

/** An observation of such a deployment. */
export function pointOf(
  observation: number,
  measured: Measured,
  {
    model = "m",
    gpu = "g",
    tensor,
    load = { kind: "closed-loop", requestsInFlight: 8 },
    inputTokens = 100,
    outputTokens = 100,
  }: Asked = {},
  count = 1,
  predict: CalibrationPoint["predict"] = byHand,
): CalibrationPoint {
  const request = {
    model: { id: model },
    gpu: { id: gpu },
    load,
    inputTokens,
    outputTokens,
    ...(tensor === undefined ? {} : { parallelism: { tensor } }),
  } as unknown as CalibrationPoint["request"];
  return { observation, count, request, measured, slots: 100, predict };
}

/** Its figures, one by one. */
export const rowsOf = (points: readonly CalibrationPoint[]): readonly ComparedRow[] =>
  points.flatMap((point) =>
    (Object.entries(point.measured) as [MeasuredQuantity, number][]).map(([quantity, measured]) => ({
      point,
      quantity,
      measured,
    })),
  );

/** Points with times per token of 10 ms, off by these logarithms. */
export const stepsOff = (...logarithms: readonly number[]): readonly CalibrationPoint[] =>
  logarithms.map((off, i) => pointOf(i, { tpotSeconds: 0.01 * Math.exp(off) }));
