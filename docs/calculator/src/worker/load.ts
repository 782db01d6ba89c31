import type { EstimateRequest } from "infrascale";

/** Fields of a workload that say how much comes, by what the form calls them. */
const LOAD_FIELDS = {
  people: "concurrentUsers",
  named: "namedUsers",
  rate: "requestsPerSecond",
  flight: "requestsInFlight",
} as const;

/** How a load is counted. */
export type LoadKind = keyof typeof LOAD_FIELDS;

const KINDS = Object.keys(LOAD_FIELDS) as readonly LoadKind[];

/** How much comes, as a figure that could be another one. */
export interface Load {
  readonly kind: LoadKind;
  readonly value: number;
  /** Loads are counted in it: one of what is counted, and of what is not some thousandths of what is asked. */
  readonly grain: number;
  /** The same request under another load. */
  readonly at: (value: number) => EstimateRequest;
}

/** The load of a request. */
export function loadOf(request: EstimateRequest): Load {
  const kind = KINDS.find((known) => request.workload[LOAD_FIELDS[known]] !== undefined) ?? "people";
  const field = LOAD_FIELDS[kind];
  const value = request.workload[field] ?? 1;
  return {
    kind,
    value,
    grain: kind !== "rate" && Number.isInteger(value) ? 1 : 10 ** (Math.floor(Math.log10(value)) - GRAIN_DIGITS),
    at: (other) => ({ ...request, workload: { ...request.workload, [field]: other } }),
  };
}

/** Of 12.3 requests a second, steps of 0.01. */
const GRAIN_DIGITS = 3;

/** A whole number of grains, without the dust of binary fractions. */
export const inGrains = (grains: number, grain: number): number => Number((grains * grain).toPrecision(PRECISION));

/** Whole grains that fit into a load: of what is a whole number but for its last binary digits, that number. */
export const grainsWithin = (value: number, grain: number): number =>
  Math.floor(Number((value / grain).toPrecision(PRECISION)));

const PRECISION = 12;
