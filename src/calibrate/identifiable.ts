import type { MeasuredQuantity, ProfileParameter } from "../deployment/engine-profile.js";
import { sizeOf } from "../workload/loads.js";
import type { Lengths } from "../workload/length-distribution.js";
import type { CalibrationPoint } from "./calibration-point.js";

/** Parameters in the order in which few rows are spent on them. */
const BY_IMPORTANCE: readonly ProfileParameter[] = [
  "decodeFactor",
  "prefillFactor",
  "firstTokenSeconds",
  "stepOverheadSeconds",
  "communicationFactor",
  "requestOverheadSeconds",
  "firstTokenFactor",
  "decodeExponent",
  "firstTokenExponent",
];

/**
 * The parameters that rows can tell apart:
 *
 * - the factor of decoding, where anything but first tokens was measured;
 * - the time of every step, where such rows are under two loads, contexts or deployments at least; that of every request, three loads;
 * - the factor of prompts, where their lengths vary or first tokens are of three loads: two tell a factor of first tokens and its exponent;
 * - the time of first tokens, where these are of three loads or prompts at least;
 * - the factor of first tokens, where these were measured;
 * - how the factors of decoding and of first tokens change with the load, where theirs are two at least;
 * - communication, where the tensor-parallel size varies.
 *
 * @param points - observations.
 * @param most - how many parameters at most; the most important are kept.
 * @returns their names, the most important first.
 */
export function identifiable(points: readonly CalibrationPoint[], most: number): readonly ProfileParameter[] {
  const ofTokens = points.filter(({ measured }) =>
    TOKEN_QUANTITIES.some((quantity) => measured[quantity] !== undefined),
  );
  const ofFirst = points.filter(({ measured }) => measured.ttftSeconds !== undefined);
  const tells: Readonly<Record<ProfileParameter, boolean>> = {
    decodeFactor: ofTokens.length > 0,
    prefillFactor: loadsOf(ofFirst) > 2 || distinct(points, ({ request }) => lengthsOf(request.inputTokens)) > 1,
    firstTokenSeconds:
      distinct(ofFirst, ({ request: { load, inputTokens } }) => `${sizeOf(load)}|${lengthsOf(inputTokens)}`) > 2,
    firstTokenFactor: ofFirst.length > 0,
    firstTokenExponent: loadsOf(ofFirst) > 1,
    decodeExponent: loadsOf(ofTokens) > 1,
    stepOverheadSeconds:
      distinct(ofTokens, ({ request }) =>
        [
          request.model.id,
          request.gpu.id,
          tensorOf(request),
          sizeOf(request.load),
          lengthsOf(request.inputTokens),
          lengthsOf(request.outputTokens ?? 0),
        ].join("|"),
      ) > 1,
    communicationFactor: distinct(ofTokens, ({ request }) => tensorOf(request)) > 1,
    requestOverheadSeconds: loadsOf(ofTokens) > 2,
  };
  return BY_IMPORTANCE.filter((name) => tells[name]).slice(0, most);
}

const TOKEN_QUANTITIES: readonly MeasuredQuantity[] = ["tpotSeconds", "requestSeconds", "outputTokensPerSecond"];

const tensorOf = ({ parallelism }: CalibrationPoint["request"]): number => parallelism?.tensor ?? 1;

/** What tells lengths apart. */
const lengthsOf = (lengths: Lengths): string => JSON.stringify(lengths);

const distinct = (points: readonly CalibrationPoint[], keyOf: (point: CalibrationPoint) => string | number): number =>
  new Set(points.map(keyOf)).size;

const loadsOf = (points: readonly CalibrationPoint[]): number =>
  distinct(points, ({ request: { load } }) => sizeOf(load));
