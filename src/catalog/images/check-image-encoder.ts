import {
  checkBoolean,
  checkEach,
  checkInteger,
  checkNonNegative,
  checkOneOf,
  checkPositive,
  checkShape,
  optional,
  type Check,
} from "../../internal/check.js";
import type { ImageEncoder, ImageRule } from "./image-encoder.js";

const count: Check = (value, field) => checkInteger(value, field, 1);
const resolution: Check = (value, field) => checkEach(value, field, count);

/** What each rule states. */
const RULES: {
  readonly [Kind in ImageRule["kind"]]: {
    readonly [Field in keyof Required<Omit<Extract<ImageRule, { kind: Kind }>, "kind">>]: Check;
  };
} = {
  area: { leastPixels: checkNonNegative, mostPixels: checkPositive },
  "longest-side": { mostSidePixels: checkPositive },
  square: { sidePixels: count },
  budget: { mostTokens: checkPositive },
  canvas: { sidePixels: count, mostTiles: count },
  ratio: { sidePixels: count, mostTiles: count },
  resolutions: {
    sidePixels: count,
    heightsAndWidths: (value, field) => checkEach(value, field, resolution),
    mostTiles: optional(count),
  },
};

/** Refuses what is no encoder of images. */
export function checkImageEncoder(value: unknown, field: string): void {
  checkShape(value, field, {
    layers: count,
    windowedLayers: optional(checkNonNegative),
    windowPatches: optional(count),
    width: count,
    heads: count,
    intermediateSize: count,
    gated: checkBoolean,
    patchPixels: count,
    mergedPatches: count,
    markerTokens: checkNonNegative,
  });
  const { rule } = value as ImageEncoder;
  checkShape(rule, `${field}.rule`, { kind: (kind, name) => checkOneOf(kind, name, Object.keys(RULES)) });
  checkShape(rule, `${field}.rule`, RULES[rule.kind]);
}
