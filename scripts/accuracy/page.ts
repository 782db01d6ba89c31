import { EXCLUSION_RULES } from "../measurements/exclusions.js";
import type { Tally } from "../measurements/tally.js";
import type { HeldOutFigures } from "./figures.js";
import { FOLD_KINDS } from "./folds.js";
import { groupOf, relativeError, type Observation } from "./observation.js";
import { PLOTS } from "./plots.js";
import { OLDER_ALLOWANCE, P90_TARGETS, QUANTITIES, TARGETS } from "./quantities.js";
import { CUTS, type Slice } from "./slices.js";
import { groupBy, median } from "./statistics.js";

/** What the page is made of. */
export interface PageContent {
  readonly slices: readonly Slice[];
  readonly observations: readonly Observation[];
  readonly unresolved: Tally;
  readonly excluded: Tally;
  readonly refused: Tally;
  readonly notCompared: Tally;
  readonly memoryUnresolved: Tally;
}

/** Slices of fewer rows are left out of the page's long tables. */
const FEWEST_ROWS = 10;
const WORST_GROUPS = 15;
const FEWEST_ROWS_OF_GROUP = 5;

/** The page docs/accuracy.md. */
export function accuracyPage(content: PageContent): string {
  return [
    pageHead(content.slices),
    "## Wanted and reached\n",
    WANTED,
    wantedTable(content.slices),
    PEERS,
    ...PLOTS.map(({ quantity, file }) => `![${quantity}: predicted against measured](./accuracy/${file})\n`),
    ...CUTS.filter((cut) => cut !== "all").flatMap((cut) => [
      `## By ${cut}\n`,
      `Slices of ${FEWEST_ROWS} rows and more; errors in %.\n`,
      cutTable(content.slices.filter((slice) => slice.cut === cut && slice.figures.rows >= FEWEST_ROWS)),
    ]),
    "## Where predictions are farthest off\n",
    `The ${WORST_GROUPS} groups of at least ${FEWEST_ROWS_OF_GROUP} rows with the largest median error in the time per output token, by the shipped constants. [Known limits](./limits.md) says what is behind them.\n`,
    worstTable(content.observations),
    "## Rows that do not count\n",
    ...countTables(content),
  ].join("\n");
}

/** What a buyer reads: the claims, and what the tables below are of. */
export const pageHead = (slices: readonly Pick<Slice, "quantity" | "cut" | "era" | "kind" | "figures">[]): string =>
  [
    CLAIMS,
    "| median error in %, engines of 2025 and later | unseen laboratory | unseen GPU generation | unseen number format |",
    "|---|---|---|---|",
    ...slices.flatMap(({ quantity, cut, era, kind, figures: { heldOut } }) =>
      cut === "all" && era === "current" && heldOut !== null
        ? [
            `| ${quantity}, ${kind} | ${CLAIMED.map((fold) => percent(Math.max(heldOut[fold].median, heldOut[fold].groupMedian))).join(" | ")} |`,
          ]
        : [],
    ),
    INTRODUCTION,
  ].join("\n");

const CLAIMED = ["family", "generation", "format"] as const;

const CLAIMS = `---
title: Accuracy
---

# Accuracy

How far predictions are off where no constant has seen a row of the laboratory, of the GPU's generation or of the number format: the larger of the
medians over rows and over groups. [How often is the purchase right?](./purchases.md) says what it means for a number of GPUs,
[Uncertainty](./uncertainty.md) how errors become intervals, [Beside others](#beside-others) what other predictors publish.
`;

const INTRODUCTION = `
## How it is counted

This page is written by \`npm run accuracy -- --docs\`. It predicts every published measurement in
\`catalogs/measurements\` that says enough to be predicted, with the constants that ship, and compares. Errors are
$|\\text{predicted} / \\text{measured} - 1|$; the bias is the median of the same with its sign, positive when the
prediction is too high.

- *Current* engines are those of 2025 and later (vLLM from 0.8, TensorRT-LLM from 0.18, SGLang). Rows that state no
  version count by the time of their publication where it is known, else as current. *Other engines* are those without a profile of their own.
- *Groups* are (family, engine, model, GPU). Their figure is the median over groups of the median of each, so that
  no large table speaks for all.
- *Without*: the engines' constants are fitted anew without every row that is alike. *Pair*: of the same model on the same GPU, in
  six folds. *Family*: of the whole table, which is a laboratory's or a publisher's. *Generation*: of the GPU's generation, where Blackwell, Blackwell Ultra and either with Grace are one. *Format*: of the number format of the
  weights. *Release*: of the engine's release, in four folds. The laws of kernels stay: they were fitted to timings of single kernels, and
  have seen none of these rows. What counts is the largest of the figures without pair and without family, over rows or over groups; a pair
  inside of a laboratory's table says little by itself.
- Times to the first token are compared below saturation only: where more requests are sent than the engine runs at
  once, they measure the queue. Times per output token are those of closed loops and static batches. Output tokens per
  second are those of every load, offline floods included.
- Memory is from start-up logs. Its rules are read from the engines' source; the few constants in them (non-torch
  memory, graphs) were taken from logs of the same table, so its figures are not of unseen rows.
`;

const WANTED = `Median errors that are aimed at on rows that no fit has seen. For older engines they are half as much again. The page
states what is reached, short of it or not.
`;

const PEERS = `
## Beside others

What is published of other predictors, each on its own authors' runs, which are not these rows; none of them was run here.

| quantity | published median error | of |
|---|---|---|
| time per output token | 9 % dense, 27 % MoE | a GPU vendor's predictor that interpolates tables of kernel timings, on its own corpus |
| time per output token | 6.5 % | a discrete-event simulator fitted to its authors' runs |
| time to first token | 45 % and 18 % | the same two |
| KV cache | 7.8 % | a memory planner |
| maximum concurrency | 16.7 % | a memory planner |

## Predicted against measured

By constants that have not seen the row's model on its GPU; the band is 20 % to either side.
`;

const percent = (value: number): string => value.toFixed(1);

/** Aims of a tenth of a percent need a digit more. */
const aim = (share: number): string => String(Number((100 * share).toFixed(2)));

function wantedTable(slices: readonly Slice[]): string {
  const lines = slices
    .filter(({ cut, era }) => cut === "all" && era !== "other engines")
    .map(({ quantity, era, kind, figures }) => {
      const allowance = era === "older" ? OLDER_ALLOWANCE : 1;
      const wantedP90 = P90_TARGETS[quantity]?.[kind];
      const wanted = `${aim(allowance * TARGETS[quantity][kind])}${wantedP90 === undefined ? "" : ` (p90 ${aim(allowance * wantedP90)})`}`;
      const { rows, groups, bias, heldOut } = figures;
      return `| ${quantity} | ${era} | ${kind} | ${rows} | ${groups} | ${wanted} | ${withP90(figures)} | ${FOLD_KINDS.map((fold) => withP90(heldOut?.[fold])).join(" | ")} | ${percent(bias)} |`;
    });
  return [
    `| quantity | engines | model | rows | groups | wanted | shipped constants | ${FOLD_KINDS.map((fold) => `without ${fold}`).join(" | ")} | bias |`,
    `|---|---|---|---|---|---|---|${"---|".repeat(FOLD_KINDS.length)}---|`,
    ...lines,
    "",
    "Median error in % over rows / over groups, 90th percentile of rows in brackets.\n",
  ].join("\n");
}

const withP90 = (figures: HeldOutFigures | undefined): string =>
  figures === undefined
    ? ""
    : `${percent(figures.median)} / ${percent(figures.groupMedian)} (p90 ${percent(figures.p90)})`;

function cutTable(slices: readonly Slice[]): string {
  return QUANTITIES.flatMap((quantity) => {
    const own = slices.filter((slice) => slice.quantity === quantity);
    if (own.length === 0) return [];
    const [{ cut } = { cut: "all" }] = own;
    return [
      `### ${quantity.charAt(0).toUpperCase()}${quantity.slice(1)}, by ${cut}\n`,
      `| ${cut} | engines | model | rows | groups | median | p90 | bias | groups' median | without pair | without family |`,
      "|---|---|---|---|---|---|---|---|---|---|---|",
      ...own.map(
        ({ value, era, kind, figures }) =>
          `| ${value} | ${era} | ${kind} | ${figures.rows} | ${figures.groups} | ${percent(figures.median)} | ${percent(figures.p90)} | ${percent(figures.bias)} | ${percent(figures.groupMedian)} | ${medianOf(figures.heldOut?.pair)} | ${medianOf(figures.heldOut?.family)} |`,
      ),
      "",
    ];
  }).join("\n");
}

const medianOf = (figures: HeldOutFigures | undefined): string =>
  figures === undefined ? "" : percent(figures.median);

function worstTable(observations: readonly Observation[]): string {
  const groups = [
    ...groupBy(
      observations.filter(({ quantity }) => quantity === "time per output token"),
      groupOf,
    ).values(),
  ]
    .filter((group) => group.length >= FEWEST_ROWS_OF_GROUP)
    .map((group) => ({
      group,
      error: 100 * median(group.map(({ predicted, measured }) => Math.abs(relativeError(predicted, measured)))),
    }))
    .toSorted((a, b) => b.error - a.error)
    .slice(0, WORST_GROUPS);
  const lines = groups.map(({ group, error }) => {
    const bias = 100 * median(group.map(({ predicted, measured }) => relativeError(predicted, measured)));
    const [one] = group;
    return one === undefined
      ? ""
      : `| ${one.family} | ${one.engine} | ${one.model} | ${one.gpu} | ${group.length} | ${percent(error)} | ${percent(bias)} |`;
  });
  return [
    "| family | engine | model | GPU | rows | median | bias |",
    "|---|---|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

function countTables({ unresolved, excluded, refused, notCompared, memoryUnresolved }: PageContent): readonly string[] {
  const table = (title: string, tally: Tally, reasonOf: (name: string) => string = (name) => name): string =>
    [
      `${title}\n`,
      "| rows | reason |",
      "|---|---|",
      ...tally.sorted().map(([name, count]) => `| ${count} | ${reasonOf(name)} |`),
      "",
    ].join("\n");
  const reasons = new Map(
    EXCLUSION_RULES.map(({ id, quantities, reason }) => [
      `${id} (${quantities})`,
      `${id}: ${reason}${quantities === "all" ? "" : " (first token only)"}`,
    ]),
  );
  return [
    table("Rows that say too little, or name what the catalogs lack:", unresolved),
    table(
      "Rows left out by a rule of the tables; a row may break several:",
      excluded,
      (name) => reasons.get(name) ?? name,
    ),
    table("Rows that the prediction refuses, each a case against it:", refused),
    table("First tokens that are not compared, and rows of which nothing is:", notCompared),
    table("Start-up logs that say too little, or name what the catalogs lack:", memoryUnresolved),
  ];
}
