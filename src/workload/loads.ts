import { ARRIVALS, type Arrivals, type ArrivalsRule, type Load, type Source, type SourceOf } from "./arrivals.js";

/** The rule of a kind. */
const ruleOf = ({ kind }: Arrivals): ArrivalsRule<Arrivals> => ARRIVALS[kind] as unknown as ArrivalsRule<Arrivals>;

/** Kinds of arrivals that come so. */
export const kindsThatCome = (...how: readonly ArrivalsRule<Arrivals>["come"][]): readonly Arrivals["kind"][] =>
  (Object.keys(ARRIVALS) as readonly Arrivals["kind"][]).filter((kind) => how.includes(ARRIVALS[kind].come));

/** True of requests that are handed over as one batch: its prompts are read together, and no server stands before the engine. */
export const isBatch = ({ kind }: Arrivals): boolean => ARRIVALS[kind].come === "in-batches";

/** Who sends the requests, or how many come. */
export const sourceOf = <Of extends Arrivals>(arrivals: Of): SourceOf<Of> =>
  ruleOf(arrivals).source(arrivals) as SourceOf<Of>;

/** Clients who never pause, so that as many requests are always in flight; null where these follow from the answers. */
export const clientsOf = (source: Source): number | null =>
  "users" in source && source.thinkSeconds === 0 ? source.users : null;

/** Requests in all; Infinity where they have been coming for long, and go on. */
export const requestsIn = (arrivals: Arrivals): number => ruleOf(arrivals).total?.(arrivals) ?? Infinity;

/** The name of the field that says how much comes. */
export const sizeField = ({ kind }: Load): string => ARRIVALS[kind].size as string;

/** Requests in flight, users, requests per second or requests; Infinity for as many as it takes. */
export const sizeOf = (load: Load): number =>
  (load as unknown as Readonly<Record<string, number | undefined>>)[sizeField(load)] ?? Infinity;

/** The same load of another size; of what takes as many as it takes nothing changes. */
export const resized = <Of extends Load>(load: Of, size: (before: number) => number): Of =>
  sizeOf(load) === Infinity ? load : { ...load, [sizeField(load)]: size(sizeOf(load)) };
