import type { EngineProfile, EstimateOptions, EstimateRequest } from "infrascale";
import type { CostOptions } from "infrascale/decide";
import { FIELD_NAMES, type FieldName, type Values } from "./fields.js";
import { pathOf } from "./paths.js";
import type { Inputs } from "./scenario.js";

/** What the library is asked: plain data, which a worker can be sent. */
export interface Question {
  /** For `estimateGpus`; a model of one's own is in `ownModel`. */
  readonly request: EstimateRequest;
  /** For `estimateGpus`. */
  readonly options: Pick<EstimateOptions, "confidence" | "spareReplicas" | "search">;
  /** For `costOf`. */
  readonly cost: CostOptions;
  /** A model of one's own, packed, in place of the one that is named; empty where there is none. */
  readonly ownModel: string;
  /** How GPUs are joined, as the command writes it; absent where it is as usual. */
  readonly link?: string;
}

/** How a value is written for the library where it is not the value itself. */
const SENT: { readonly [Name in FieldName]?: (values: Values) => unknown } = {
  engine: ({ engine, engineVersion }) => (engineVersion === "" ? engine : `${engine}@${engineVersion}`),
  proof: () => ({}),
  confidence: ({ confidence }) => (confidence === "expected" ? confidence : Number(confidence)),
};

type Branch = Record<string, unknown>;

/**
 * The question that the form asks.
 *
 * @param values - of all fields.
 * @param inputs - as typed: they say which fields have a meaning.
 * @param given - what is in no field: the profile that was dropped, and the day on which prices are asked for, `2026-11-30`.
 * @returns what the library is asked.
 */
export function questionOf(
  values: Values,
  inputs: Inputs,
  { profile, today }: { readonly profile: EngineProfile | null; readonly today: string },
): Question {
  const question: Branch = { request: profile === null ? {} : { profile }, options: {}, cost: { today } };
  for (const name of FIELD_NAMES) {
    const path = pathOf(name, inputs);
    const value = SENT[name]?.(values) ?? values[name];
    if (path !== null && value !== undefined) put(question, path.split("."), value);
  }
  return { ...question, ownModel: values.ownModel } as unknown as Question;
}

function put(into: Branch, [first = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[first] = value;
  else put((into[first] ??= {}) as Branch, rest, value);
}
