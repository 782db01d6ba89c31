import { InfrascaleError } from "../errors.js";
import {
  checkArray,
  checkBetween,
  checkEach,
  checkInteger,
  checkKeys,
  checkNonNegative,
  checkObject,
  checkOneOf,
  checkString,
} from "../internal/check.js";
import {
  IDENTITY_PARAMETERS,
  type EngineProfile,
  type MeasuredQuantity,
  type ProfileParameter,
  type ProfileParameters,
  type ProfileProvenance,
} from "./engine-profile.js";
import { deploymentRule } from "../rules/deployment.js";
import { valueRule } from "../rules/values.js";

const KIND = "infrascale-engine-profile";
const VERSION = 1;

/** A day, with or without a time of that day. */
const DATE = /^\d{4}-\d{2}-\d{2}(T.+)?$/;

/** No load moves a factor by more than this power of itself; what is fitted to rows that contradict one another may lie beyond one. */
const MOST_EXPONENT = 8;

/** No step and no first token is off by more than this. */
const MOST_SECONDS = 1e4;

/** Nor by more than these times. */
const LEAST_FACTOR = 1e-6;
const MOST_FACTOR = 1e6;

/** Profiles that were fitted before these were known do not name them. */
const ADDED: readonly ProfileParameter[] = ["decodeExponent", "firstTokenFactor", "firstTokenExponent"];

const NAMES = Object.keys(IDENTITY_PARAMETERS) as ProfileParameter[];

const QUANTITIES: readonly MeasuredQuantity[] = [
  "tpotSeconds",
  "ttftSeconds",
  "requestSeconds",
  "outputTokensPerSecond",
];

/** Factors multiply; seconds are added, and exponents beside the logarithm of a load. */
export const isFactor = (name: ProfileParameter): boolean => name.endsWith("Factor");

/**
 * Refuses what is no engine profile of this version. Of older ones, parameters that they do not know change nothing, and sizes leave open what they were.
 *
 * @param value - parsed JSON.
 * @param field - what errors call it.
 * @returns the profile.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function checkEngineProfile(value: unknown, field: string): EngineProfile {
  const profile = known(value, field, ["kind", "version", "created", "provenance", "parameters", "fit"]);
  checkOneOf(profile["kind"], `${field}.kind`, [KIND]);
  if (profile["version"] !== VERSION)
    throw new InfrascaleError({
      code: "out-of-range",
      field: `${field}.version`,
      ...deploymentRule("profile-version", { version: VERSION }),
      value: profile["version"],
    });
  if (!DATE.test(checkString(profile["created"], `${field}.created`)))
    throw new InfrascaleError({
      code: "out-of-range",
      field: `${field}.created`,
      ...valueRule("day", { example: "2026-11-23" }),
      value: profile["created"],
    });
  const provenance = checkProvenance(profile["provenance"], `${field}.provenance`);
  const stated = known(profile["parameters"], `${field}.parameters`, NAMES);
  const parameters: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(ADDED.map((name) => [name, IDENTITY_PARAMETERS[name]])),
    ...stated,
  };
  for (const name of NAMES) {
    const where = `${field}.parameters.${name}`;
    if (isFactor(name)) checkBetween(parameters[name], where, LEAST_FACTOR, MOST_FACTOR);
    else if (name.endsWith("Exponent")) checkBetween(parameters[name], where, -MOST_EXPONENT, MOST_EXPONENT);
    else checkBetween(parameters[name], where, -MOST_SECONDS, MOST_SECONDS);
  }
  checkFit(profile["fit"], `${field}.fit`);
  return { ...(value as EngineProfile), provenance, parameters: parameters as unknown as ProfileParameters };
}

function checkProvenance(value: unknown, field: string): ProfileProvenance {
  const stated = known(value, field, [
    "tools",
    "files",
    "rows",
    "models",
    "gpus",
    "engines",
    "engineVersions",
    "tensorSizes",
    "expertSizes",
  ]);
  const provenance: Readonly<Record<string, unknown>> = { expertSizes: [], ...stated };
  for (const name of ["tools", "files", "models", "gpus", "engines", "engineVersions"])
    checkEach(provenance[name], `${field}.${name}`, checkString);
  checkInteger(provenance["rows"], `${field}.rows`, 0);
  for (const name of ["tensorSizes", "expertSizes"])
    checkEach(provenance[name], `${field}.${name}`, (size, where) => checkInteger(size, where, 1));
  return provenance as unknown as ProfileProvenance;
}

function checkFit(value: unknown, field: string): void {
  const fit = known(value, field, ["fitted", "covariance", "residualScale"]);
  const fitted = list(fit["fitted"], `${field}.fitted`);
  checkEach(fitted, `${field}.fitted`, (name, where) => checkOneOf(name, where, NAMES));
  const scales = known(fit["residualScale"], `${field}.residualScale`, QUANTITIES);
  for (const [name, scale] of Object.entries(scales)) checkNonNegative(scale, `${field}.residualScale.${name}`);
  const covariance = list(fit["covariance"], `${field}.covariance`, fitted.length);
  Array.from(covariance, (row, i) => {
    Array.from(list(row, `${field}.covariance[${i}]`, fitted.length), (cell, j) =>
      checkBetween(cell, `${field}.covariance[${i}][${j}]`, i === j ? 0 : -Number.MAX_VALUE, Number.MAX_VALUE),
    );
  });
}

function known(value: unknown, field: string, names: readonly string[]): Readonly<Record<string, unknown>> {
  const object = checkObject(value, field);
  checkKeys(object, field, names);
  return object;
}

function list(value: unknown, field: string, length?: number): readonly unknown[] {
  checkArray(value, field);
  const items = value as readonly unknown[];
  if (length !== undefined && items.length !== length)
    throw new InfrascaleError({
      code: "out-of-range",
      field,
      ...deploymentRule("entry-for-each-parameter", { length }),
      value: items.length,
    });
  return items;
}
