/** What a number in the form is of: the unit that stands beside its field, and those that may be typed behind it. */
export interface Quantity {
  /** How many of the field's unit make one of the library's. */
  readonly perLibraryUnit: number;
  /** The same for units that may be typed, by how they are typed, in lower case. */
  readonly typed: Readonly<Record<string, number>>;
}

const TIMES = { ms: 1000, s: 1, min: 1 / 60, h: 1 / 3600 } as const;

/** Every quantity of the form. The library has seconds and fractions. */
export const QUANTITIES = {
  count: { perLibraryUnit: 1, typed: {} },
  tokens: { perLibraryUnit: 1, typed: {} },
  perSecond: { perLibraryUnit: 1, typed: { "/s": 1, "/min": 60, "/h": 3600 } },
  seconds: { perLibraryUnit: 1, typed: TIMES },
  milliseconds: { perLibraryUnit: 1000, typed: TIMES },
  percent: { perLibraryUnit: 100, typed: { "%": 100 } },
  perHour: { perLibraryUnit: 1, typed: { "€": 1, $: 1, "€/h": 1, "$/h": 1 } },
} as const satisfies Readonly<Record<string, Quantity>>;

/** Name of a quantity. */
export type QuantityName = keyof typeof QUANTITIES;
