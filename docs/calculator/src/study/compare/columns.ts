import type { DecideWords } from "../../language/decide/en.js";
import type { Numbers } from "../../language/numbers.js";
import type { ComparedGpu, ComparedPurchase, ComparedTime } from "../../worker/compared.js";

/** A column of the comparison. */
export interface Column {
  readonly id: keyof DecideWords["compare"]["columns"];
  /** What rows are ordered by; null where it is not known, which comes last either way. */
  readonly order: (purchase: ComparedPurchase) => number | null;
  /** The figure, and what stands below it. */
  readonly cell: (purchase: ComparedPurchase, words: DecideWords, numbers: Numbers) => readonly string[];
}

const UNKNOWN = ["–"];
const WATTS_PER_KILOWATT = 1000;

const time = ({ expected, safe }: ComparedTime, { compare }: DecideWords, { seconds }: Numbers): readonly string[] => [
  seconds(expected),
  ...(safe === null ? [] : [compare.safe(seconds(safe))]),
];

const middle = (between: { readonly min: number; readonly max: number } | null): number | null =>
  between === null ? null : (between.min + between.max) / 2;

/** All columns, in the order of the table. */
export const COLUMNS: readonly Column[] = [
  {
    id: "gpus",
    order: ({ gpus }) => gpus,
    cell: ({ gpus, expectedGpus, servers }, { compare }, { count }) => [
      count(gpus),
      ...(servers === null ? [] : [compare.servers(servers.servers, servers.gpusPerServer)]),
      ...(expectedGpus === gpus ? [] : [compare.expected(expectedGpus)]),
    ],
  },
  {
    id: "rent",
    order: ({ rent }) => rent?.perHour ?? null,
    cell: ({ rent }, { compare }, { money }) =>
      rent === null
        ? UNKNOWN
        : [compare.perHour(money(rent.perHour, rent.currency)), compare.perMonth(money(rent.perMonth, rent.currency))],
  },
  {
    id: "tokens",
    order: ({ tokens }) => tokens?.blended ?? null,
    cell: ({ tokens, rent }, { compare }, { money }) =>
      tokens === null || rent === null
        ? UNKNOWN
        : [
            compare.input(money(tokens.input, rent.currency)),
            ...(tokens.output === null ? [] : [compare.output(money(tokens.output, rent.currency))]),
          ],
  },
  {
    id: "energy",
    order: ({ watts }) => watts,
    cell: ({ watts, kWhPerYear }, { compare }, { about, megawattHours }) =>
      watts === null
        ? UNKNOWN
        : [
            compare.kilowatts(about(watts / WATTS_PER_KILOWATT)),
            ...(kWhPerYear === null ? [] : [compare.perYear(megawattHours(kWhPerYear))]),
          ],
  },
  {
    id: "carbon",
    order: ({ kgCO2eqPerYear }) => middle(kgCO2eqPerYear),
    cell: ({ kgCO2eqPerYear }, _, { tonnes }) => (kgCO2eqPerYear === null ? UNKNOWN : [tonnes(kgCO2eqPerYear)]),
  },
  {
    id: "firstToken",
    order: ({ firstToken }) => firstToken.expected,
    cell: ({ firstToken }, ...by) => time(firstToken, ...by),
  },
  { id: "perToken", order: ({ perToken }) => perToken.expected, cell: ({ perToken }, ...by) => time(perToken, ...by) },
];

/** How rows are ordered: by a column, or, without one, by cost as the library ranks them. */
export interface Order {
  readonly by: Column["id"] | null;
  readonly isDescending: boolean;
}

type Served = Extract<ComparedGpu, { readonly status: "feasible" }>;

/**
 * Rows that serve the question, in order. Those that nobody would buy stand behind the others, and what is not known behind what is, whichever
 * way the order goes.
 *
 * @param rows - all rows.
 * @param order - by what.
 * @returns rows that serve.
 */
export function served(rows: readonly ComparedGpu[], { by, isDescending }: Order): readonly Served[] {
  const column = COLUMNS.find(({ id }) => id === by);
  const figure = (row: Served): number | null =>
    column === undefined ? (row.rank ?? row.purchase.rent?.perHour ?? null) : column.order(row.purchase);
  const sign = column !== undefined && isDescending ? -1 : 1;
  return rows
    .filter((row) => row.status === "feasible")
    .sort((one, other) => {
      const classes = Number(one.impractical !== null) - Number(other.impractical !== null);
      const [a, b] = [figure(one), figure(other)];
      if (classes !== 0) return classes;
      return a === null || b === null ? Number(a === null) - Number(b === null) : sign * (a - b);
    });
}
