import { gpuWork, powerShare, type PowerLaw } from "../../src/cost/power-law.js";
import { median } from "../accuracy/statistics.js";
import { fitPower } from "./fit-power.js";
import type { PowerRow } from "./power-rows.js";

/** Relative errors of predictions of rows whose model the law has not seen. */
export interface PowerErrors {
  readonly name: string;
  readonly gpu: string;
  readonly errors: readonly number[];
}

/** Each row, and the law of the rows of its GPU whose model is another. */
const withoutModel = (of: readonly PowerRow[]): readonly (readonly [PowerRow, PowerLaw])[] =>
  [...new Set(of.map(({ model }) => model))].flatMap((model) => {
    const law = fitPower(of.filter((row) => row.model !== model));
    return of.filter((row) => row.model === model).map((row) => [row, law] as const);
  });

/** What is judged, by name. */
export const JUDGED = {
  measured: "watts, the step as measured",
  alone: "watts, from the prediction alone",
  other: "watts, by the law of the other GPU",
  constant: "watts, a constant share of the rated power",
  joules: "joules per output token, from the prediction alone",
} as const;

/** Errors of the law on every GPU. */
export const judgePower = (rows: readonly PowerRow[]): readonly PowerErrors[] =>
  [...new Set(rows.map(({ gpu }) => gpu))].flatMap((gpu) => judgeGpu(gpu, rows));

function judgeGpu(gpu: string, rows: readonly PowerRow[]): readonly PowerErrors[] {
  const own = rows.filter((row) => row.gpu === gpu);
  const pairs = withoutModel(own);
  const others = rows.filter((row) => row.gpu !== gpu);
  const constant = (model: string): number =>
    median(own.filter((row) => row.model !== model).map(({ watts, ratedWatts }) => watts / ratedWatts));
  const share = ([{ prediction, gapSeconds }, law]: readonly [PowerRow, PowerLaw]): number =>
    powerShare(law, gpuWork(prediction, gapSeconds));
  const alone = ([{ prediction }, law]: readonly [PowerRow, PowerLaw]): number => powerShare(law, gpuWork(prediction));
  const watts = (of: (pair: readonly [PowerRow, PowerLaw]) => number): readonly number[] =>
    pairs.map((pair) => (of(pair) * pair[0].ratedWatts) / pair[0].watts - 1);
  const otherLaw = fitPower(others);
  return [
    { name: JUDGED.measured, gpu, errors: watts(share) },
    { name: JUDGED.alone, gpu, errors: watts(alone) },
    { name: JUDGED.other, gpu, errors: watts(([row]) => share([row, otherLaw])) },
    { name: JUDGED.constant, gpu, errors: watts(([{ model }]) => constant(model)) },
    {
      name: JUDGED.joules,
      gpu,
      errors: pairs.map((pair) => {
        const [{ ratedWatts, running, prediction, joulesPerToken }] = pair;
        return (alone(pair) * ratedWatts) / (running / prediction.tpotSeconds) / joulesPerToken - 1;
      }),
    },
  ];
}
