import { ERA_NAMES } from "./exam-row.js";
import { figuresOf, type Figures } from "./figures.js";
import type { Observation } from "./observation.js";
import { QUANTITIES, type Quantity } from "./quantities.js";
import { groupBy } from "./statistics.js";

/** How observations of one quantity are sliced; every slice is of one era and one kind of model. */
export const CUTS = ["all", "engine", "family", "GPU"] as const;

/** One of them. */
export type Cut = (typeof CUTS)[number];

const VALUE_OF: Readonly<Record<Cut, (observation: Observation) => string>> = {
  all: () => "all",
  engine: ({ engine }) => engine,
  family: ({ family }) => family,
  GPU: ({ gpu }) => gpu,
};

/** Observations of one quantity, era, kind of model, and engine, family or GPU. */
export interface Slice {
  readonly quantity: Quantity;
  readonly cut: Cut;
  readonly value: string;
  readonly era: Observation["era"];
  readonly kind: Observation["kind"];
  readonly figures: Figures;
}

/** Every slice that holds an observation: quantity by quantity, cut by cut, names in the order of the alphabet. */
export function slicesOf(observations: readonly Observation[]): readonly Slice[] {
  const byQuantity = groupBy(observations, ({ quantity }) => quantity);
  return QUANTITIES.flatMap((quantity) =>
    CUTS.flatMap((cut) => slicesOfCut(byQuantity.get(quantity) ?? [], quantity, cut)),
  );
}

function slicesOfCut(observations: readonly Observation[], quantity: Quantity, cut: Cut): readonly Slice[] {
  const byValue = groupBy(observations, VALUE_OF[cut]);
  return [...byValue.keys()].toSorted().flatMap((value) =>
    ERA_NAMES.flatMap((era) =>
      (["dense", "MoE"] as const).flatMap((kind) => {
        const own = (byValue.get(value) ?? []).filter(
          (observation) => observation.era === era && observation.kind === kind,
        );
        return own.length === 0 ? [] : [{ quantity, cut, value, era, kind, figures: figuresOf(own) }];
      }),
    ),
  );
}

/** Name of a slice, unique. */
export const sliceName = ({ quantity, cut, value, era, kind }: Omit<Slice, "figures">): string =>
  [quantity, cut === "all" ? "all" : `${cut} ${value}`, era, kind].join(", ");
