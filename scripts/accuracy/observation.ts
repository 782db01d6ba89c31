import type { PredictionFacts } from "../../src/uncertainty/prediction-facts.js";
import type { ERA_NAMES } from "./exam-row.js";
import type { FoldKind } from "./folds.js";
import type { Quantity } from "./quantities.js";

/** A measured figure beside its predictions, SI. */
export interface Observation {
  readonly id: string;
  readonly quantity: Quantity;
  readonly family: string;
  readonly engine: string;
  readonly era: (typeof ERA_NAMES)[number];
  readonly kind: "dense" | "MoE";
  readonly model: string;
  readonly gpu: string;
  /** The deployment and the load in a few words. */
  readonly about: string;
  /** What the error depends on. */
  readonly facts: PredictionFacts;
  readonly measured: number;
  /** By the constants that ship. */
  readonly predicted: number;
  /** By constants fitted without the row and those alike; null where nothing is fitted. */
  readonly heldOut: Readonly<Record<FoldKind, number>> | null;
}

/** Key of the groups that count alike, however many rows they have. */
export const groupOf = ({ family, engine, model, gpu }: Observation): string => [family, engine, model, gpu].join("|");

/** Relative error with its sign: 0.1 when the prediction is 10 % too high. */
export const relativeError = (predicted: number, measured: number): number => predicted / measured - 1;
