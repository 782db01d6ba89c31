import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { estimateGpus } from "infrascale";
import { costOf } from "infrascale/decide";
import { en } from "../../docs/calculator/src/language/decide/en.js";
import { fr } from "../../docs/calculator/src/language/decide/fr.js";
import { COLUMNS, served } from "../../docs/calculator/src/study/compare/columns.js";
import { comparisonTable } from "../../docs/calculator/src/study/compare/comparison-table.js";
import { placedLabels } from "../../docs/calculator/src/study/compare/placed-labels.js";
import { csvOf } from "../../docs/calculator/src/study/table.js";
import { compare } from "../../docs/calculator/src/worker/compare.js";
import type { ComparedGpu } from "../../docs/calculator/src/worker/compared.js";
import { askedWith, SMALL } from "./questions.js";

const question = askedWith({ ...SMALL, ownPrice: "0.5" });
const told: number[] = [];
let rows: readonly ComparedGpu[] = [];
beforeAll(async () => {
  rows = await compare({ question, gpus: ["h100-sxm5-80gb", "t4", "l2"] }, (share, part) => {
    told.push(share);
    expect((part as readonly ComparedGpu[]).length / 4).toBe(share);
  });
});

const feasible = (row: ComparedGpu | undefined): Extract<ComparedGpu, { readonly status: "feasible" }> => {
  if (row?.status !== "feasible") throw new Error("does not serve");
  return row;
};

describe("a comparison", () => {
  test("tells each row as it comes, with the GPU that is asked about among them", () => {
    expect(told).toEqual([0.25, 0.5, 0.75, 1]);
    expect(rows.map(({ gpu }) => gpu.id).sort()).toEqual(["h100-sxm5-80gb", "l2", "l40s", "t4"]);
    expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
  });

  test("says of each what the library says of it alone", () => {
    const { purchase } = feasible(rows.find(({ gpu }) => gpu.id === "h100-sxm5-80gb"));
    const estimate = estimateGpus({ ...question.request, gpu: "h100" }, question.options);
    if (estimate.status === "infeasible") throw new Error("does not serve");
    const { ownPerGpuHour, ...prices } = question.cost;
    const cost = costOf(estimate, prices);
    expect(ownPerGpuHour).toBe(0.5);
    expect(purchase).toMatchObject({
      gpus: estimate.gpus,
      expectedGpus: estimate.expected.gpus,
      tokens: cost.atPeak.tokens,
      watts: cost.atPeak.power?.siteWatts,
    });
    expect(purchase.rent?.perHour).toBe(cost.rent?.perHour);
    expect(purchase.firstToken.safe).toBe(estimate.constraints.find(({ name }) => name === "ttft p95")?.demand);
    expect(purchase.firstToken.expected).toBeLessThan(purchase.firstToken.safe ?? 0);
  });

  test("takes any name that the library knows, each GPU once, and tells of names that it does not", async () => {
    const found = await compare({ question, gpus: ["l4", "L40S", "no such gpu", "l4-24gb"] }, () => undefined);
    expect(found.map(({ gpu }) => gpu.id).sort()).toEqual(["l4", "l40s", "no such gpu"]);
    expect(found.at(-1)).toMatchObject({ status: "refused", refusal: { code: "unknown-id", value: "no such gpu" } });
  });

  test("takes a price of one's own for the GPU that is asked about, and no other", () => {
    const own = feasible(rows.find(({ gpu }) => gpu.id === "l40s")).purchase;
    expect((own.rent?.perHour ?? 0) / own.gpus).toBeCloseTo(0.5);
  });

  test("has why the others do not serve", () => {
    const refused = rows.find(({ gpu }) => gpu.id === "l2");
    expect(refused?.status).toBe("refused");
    const infeasible = rows.find(({ status }) => status === "infeasible");
    if (infeasible?.status === "infeasible") expect(infeasible.changes.length).toBeGreaterThan(0);
  });
});

/** A row with some figures; those that nobody knows are null. */
const row = (id: string, perHour: number | null, gpus: number, impractical: boolean): ComparedGpu => ({
  gpu: { id, name: `${id}; "x"`, vendor: "", memoryBytes: 0, link: null },
  rank: null,
  onFront: false,
  status: "feasible",
  purchase: {
    ...feasible(rows[0]).purchase,
    gpus,
    rent: perHour === null ? null : { perHour, perMonth: 730 * perHour, currency: "EUR" },
  },
  impractical: impractical ? { requestsPerGpu: 0.5, constraints: [] } : null,
});
const anyRows = (): fc.Arbitrary<readonly ComparedGpu[]> =>
  fc
    .array(fc.record({ price: fc.option(fc.integer({ min: 1, max: 99 })), gpus: fc.nat(99), poor: fc.boolean() }))
    .map((figures) => figures.map(({ price, gpus, poor }, index) => row(`g${index}`, price, gpus, poor)));

describe("rows in order", () => {
  test("keep what nobody would buy, and then what is not known, behind the rest, whichever way", () => {
    fc.assert(
      fc.property(anyRows(), fc.boolean(), (some, isDescending) => {
        const ordered = served(some, { by: "rent", isDescending });
        expect(ordered).toHaveLength(some.length);
        const keys = ordered.map(({ impractical, purchase }) => [
          Number(impractical !== null),
          Number(purchase.rent === null),
          (isDescending ? -1 : 1) * (purchase.rent?.perHour ?? 0),
        ]);
        const sorted = [...keys].sort((a, b) => a.map((x, i) => x - (b[i] ?? 0)).find((x) => x !== 0) ?? 0);
        expect(keys).toEqual(sorted);
      }),
    );
  });

  test("are the library's without a column, and leave out what does not serve", () => {
    const serving = rows.filter(({ status }) => status === "feasible");
    expect(served(rows, { by: null, isDescending: false })).toEqual(serving);
  });

  test("have a heading and a cell for each column in every language", () => {
    for (const words of [en, fr])
      for (const { id, cell } of COLUMNS) {
        expect(words.compare.columns[id]).not.toBe("");
        const numbers = { count: String, about: String, money: String, seconds: String } as never;
        const mended = { ...(numbers as object), megawattHours: () => "e", tonnes: () => "c" } as never;
        expect(cell(feasible(rows[0]).purchase, words, mended).every((text) => text !== "")).toBe(true);
      }
  });
});

describe("a comparison as CSV", () => {
  test.each([
    ["English", en, ".", ","],
    ["French", fr, ",", ";"],
  ] as const)("is read back by a spreadsheet, %s", (_, words, mark, separator) => {
    const text = csvOf(comparisonTable([...rows, row("a", 1.5, 3, true)], words.compare), mark);
    const read = parse<Record<string, string>>(text, { bom: true, delimiter: separator, columns: true });
    expect(read).toHaveLength(rows.length + 1);
    expect(Object.keys(read[0] ?? {})).toEqual(Object.values(words.compare.csv));
    const last = read.at(-1);
    expect(last?.[words.compare.csv.name]).toBe('a; "x"');
    expect(last?.[words.compare.csv.perHour]).toBe(`1${mark}5`);
    expect(last?.[words.compare.csv.impractical]).toBe("1");
  });
});

test("names of points do not stand upon one another", () => {
  const point = fc.record({
    text: fc.string({ minLength: 1, maxLength: 20 }),
    x: fc.integer({ min: 0, max: 600 }),
    y: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(fc.array(point, { maxLength: 12 }), (points) => {
      const placed = placedLabels(points, 640);
      for (const [i, one] of placed.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(0);
        for (const other of placed.slice(i + 1)) {
          const apart =
            Math.max(one.left, other.left) >=
            Math.min(one.left + 7 * one.text.length, other.left + 7 * other.text.length);
          expect(apart || Math.abs(one.base - other.base) >= 15).toBe(true);
        }
      }
    }),
  );
});
