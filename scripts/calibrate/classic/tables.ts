import { groupBy, median } from "../../accuracy/statistics.js";
import { calibrateEngine, enginePrediction } from "./engine-side.js";
import {
  originalTokenSeconds,
  originalWaitSeconds,
  PUBLISHED,
  refit,
  type OriginalConstants,
} from "./original-form.js";
import { originalRows, type OriginalRow } from "./rows.js";

/** Connections that the client opened at most. */
export const CLIENT_CONNECTIONS = 100;

/** The engine limit that the original searches up to: 2^9. */
const LARGEST_BATCH = 512;

/** Enough for a slope of waits. */
const LEAST_WAITING_ROWS = 2;

/** Median of the absolute error, and of the error, in percent. */
function errorCell(pairs: readonly (readonly [predicted: number, measured: number])[]): string {
  const errors = pairs.map(([predicted, measured]) => 100 * (predicted / measured - 1));
  const bias = median(errors);
  return `${median(errors.map(Math.abs)).toFixed(1)} (${bias < 0 ? "" : "+"}${bias.toFixed(1)})`;
}

const tableOf = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** What the script prints and docs/classic-calibration.md holds. */
export function classicTables(): string {
  const rows = originalRows();
  const within = rows.filter(({ clients }) => clients <= CLIENT_CONNECTIONS);
  const beyond = rows.filter(({ clients }) => clients > CLIENT_CONNECTIONS);
  const refitted = refit(within, ({ clients }) => clients);
  const asRead = refit(rows, ({ clients }) => Math.min(clients, LARGEST_BATCH));
  return [
    constantsTable(refitted, asRead),
    tokenTable(within, refitted),
    capTable(beyond, refitted, asRead),
    seriesTable(beyond),
    waitTable(beyond, refitted, within),
  ].join("\n\n");
}

function constantsTable(refitted: OriginalConstants, asRead: OriginalConstants): string {
  const cells = ({ referenceBillions, batchOffset, efficiency }: OriginalConstants): readonly string[] => [
    referenceBillions.toFixed(1),
    batchOffset.toFixed(1),
    efficiency.toFixed(2),
  ];
  return `Constants of the original's form\n\n${tableOf(
    ["constants", "reference, billions", "batch offset", "efficiency of a GPU"],
    [
      ["as published", ...cells(PUBLISHED)],
      [`fitted to rows of up to ${CLIENT_CONNECTIONS} clients`, ...cells(refitted)],
      [`fitted to all rows, every client in the batch (up to ${LARGEST_BATCH})`, ...cells(asRead)],
    ],
  )}`;
}

/** Times per output token where all clients were served at once. */
function tokenTable(rows: readonly OriginalRow[], refitted: OriginalConstants): string {
  const calibration = calibrateEngine(rows);
  const { profile, leaveOneOut } = calibration;
  const leftOut = new Map(
    leaveOneOut.rows
      .filter(({ quantity }) => quantity === "tpotSeconds")
      .map(({ observation, predicted }) => [rows[observation], predicted]),
  );
  const anew = new Map(
    rows.map((row) => [
      row,
      originalTokenSeconds(
        row,
        row.clients,
        refit(
          rows.filter((other) => other !== row),
          ({ clients }) => clients,
        ),
      ),
    ]),
  );
  const line = (name: string, own: readonly OriginalRow[]): readonly string[] => {
    const errors = (predict: (row: OriginalRow) => number): string =>
      errorCell(own.map((row) => [predict(row), row.tpotSeconds]));
    return [
      name,
      String(own.length),
      errors((row) => originalTokenSeconds(row, row.clients, PUBLISHED)),
      errors((row) => originalTokenSeconds(row, row.clients, refitted)),
      errors((row) => anew.get(row) ?? Number.NaN),
      errors((row) => enginePrediction(row, row.clients, null).tpotSeconds),
      errors((row) => enginePrediction(row, row.clients, profile).tpotSeconds),
      errors((row) => leftOut.get(row) ?? Number.NaN),
    ];
  };
  const header = [
    "deployment",
    "rows",
    "original",
    "original, fitted",
    "the same, left out",
    "engine model",
    "engine model, calibrated",
    "the same, left out",
  ];
  return `Time per output token, at most ${CLIENT_CONNECTIONS} clients: median error in % (bias)\n\n${tableOf(header, [...byDeployment(rows).map(([name, own]) => line(name, own)), line("all", rows)])}`;
}

/** The same beyond, where the form's batch is either every client or what the client let through. */
function capTable(rows: readonly OriginalRow[], refitted: OriginalConstants, asRead: OriginalConstants): string {
  const every = ({ clients }: OriginalRow): number => Math.min(clients, LARGEST_BATCH);
  const capped = (): number => CLIENT_CONNECTIONS;
  const line = (name: string, batch: (row: OriginalRow) => number): readonly string[] => {
    const errors = (predict: (row: OriginalRow) => number): string =>
      errorCell(rows.map((row) => [predict(row), row.tpotSeconds]));
    return [
      name,
      errors((row) => originalTokenSeconds(row, batch(row), PUBLISHED)),
      errors((row) => originalTokenSeconds(row, batch(row), batch === every ? asRead : refitted)),
      errors((row) => enginePrediction(row, batch(row), null).tpotSeconds),
    ];
  };
  return `Time per output token, ${rows.length} rows of more than ${CLIENT_CONNECTIONS} clients: median error in % (bias)\n\n${tableOf(
    ["in the engine at once", "original", "original, fitted", "engine model"],
    [
      line(`every client, up to ${LARGEST_BATCH}`, every),
      line(`${CLIENT_CONNECTIONS}, the client's connections`, capped),
    ],
  )}`;
}

/**
 * Slots from the growth of the wait: of a burst of C requests over k slots the mean wait grows by T/(2k) for each further
 * request, T being the residence of one.
 */
function seriesTable(rows: readonly OriginalRow[]): string {
  const lines = [...groupBy(rows, ({ series }) => series).values()]
    .filter((own) => own.length >= LEAST_WAITING_ROWS)
    .map((own) => {
      const residence = mean(own.map(({ requestSeconds, ttftSeconds }) => requestSeconds - ttftSeconds));
      const slots = residence / (2 * slope(own.map(({ clients, ttftSeconds }) => [clients, ttftSeconds])));
      return [
        deploymentOf(own[0] as OriginalRow),
        String(own.length),
        slots.toFixed(0),
        median(own.map(({ ttftP95Seconds, ttftSeconds }) => ttftP95Seconds / ttftSeconds)).toFixed(2),
      ];
    });
  return `Slots that the waits show, by series of more than ${CLIENT_CONNECTIONS} clients\n\n${tableOf(["deployment", "rows", "slots", "p95 over mean of the first token"], lines)}`;
}

/** Times to the first token under a burst over the client's connections. */
function waitTable(rows: readonly OriginalRow[], refitted: OriginalConstants, within: readonly OriginalRow[]): string {
  const { profile } = calibrateEngine(within);
  const k = CLIENT_CONNECTIONS;
  const residence = ({ requestSeconds, ttftSeconds }: OriginalRow): number => requestSeconds - ttftSeconds;
  const line = (name: string, predict: (row: OriginalRow) => number): readonly string[] => [
    name,
    errorCell(rows.map((row) => [predict(row), row.ttftSeconds])),
    errorCell(rows.map((row) => [predict(row), row.ttftP95Seconds])),
  ];
  return `Time to the first token, the same rows, ${k} at once: median error in % (bias)\n\n${tableOf(
    ["prediction", "of the mean", "of the 95th percentile"],
    [
      line("original: prefill + (Q - 1) T", (row) => originalWaitSeconds(row, k, PUBLISHED)),
      line("original, fitted", (row) => originalWaitSeconds(row, k, refitted)),
      line("its law with the measured T: (Q - 1) T", (row) => (row.clients / k - 1) * residence(row)),
      line("a burst's mean with the measured T: (Q - 1) T / 2", (row) => ((row.clients / k - 1) * residence(row)) / 2),
      line("engine model", (row) => enginePrediction(row, k, null).ttftSeconds ?? Number.NaN),
      line(
        `engine model, calibrated to rows of up to ${k} clients`,
        (row) => enginePrediction(row, k, profile).ttftSeconds ?? Number.NaN,
      ),
    ],
  )}`;
}

const deploymentOf = ({ row, gpus }: OriginalRow): string =>
  `${row.model.id.split("/").at(-1) ?? ""} on ${gpus} ${row.gpu.id}`;

const byDeployment = (rows: readonly OriginalRow[]): readonly (readonly [string, readonly OriginalRow[]])[] => [
  ...groupBy(rows, deploymentOf),
];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a straight line by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const centre = mean(points.map(([x]) => x));
  return (
    points.reduce((sum, [x, y]) => sum + (x - centre) * y, 0) / points.reduce((sum, [x]) => sum + (x - centre) ** 2, 0)
  );
}
