import { readdirSync } from "node:fs";
import type { Row } from "../../src/measurements/csv.js";
import { groupBy } from "../accuracy/statistics.js";
import { readTable } from "../measurements/families.js";
import { Tally } from "../measurements/tally.js";
import { servedPoint, type ServedPoint } from "./deployment.js";
import { middle, sweepOf, type Sweep } from "./sweep.js";

/** All that was measured of one deployment but for its split: model, engine and version, formats, GPU, lengths. */
export interface Room extends Pick<
  ServedPoint,
  "served" | "experts" | "era" | "statistic" | "inputTokens" | "outputTokens" | "equalLengths"
> {
  readonly key: string;
  /** Family, engine, model and GPU: what counts as one, however many rooms it has. */
  readonly group: string;
  /** What rooms of other GPUs may be compared with. */
  readonly hall: string;
  readonly sweeps: readonly Sweep[];
  /** GPUs of a replica that were measured, ascending. */
  readonly sizes: readonly number[];
}

/** A row that counts. */
interface FoundPoint extends ServedPoint {
  readonly family: string;
  readonly cells: Row;
}

/** Rooms of every table of a folder, and how many rows and sweeps were left out, by reason. */
export function readRooms(folder: URL): { readonly rooms: readonly Room[]; readonly left: Tally } {
  const left = new Tally();
  const found = readdirSync(folder)
    .filter((file) => file.endsWith(".csv"))
    .toSorted()
    .flatMap((file) => pointsOf(file.replace(/\.csv$/, ""), folder, left));
  const rooms = [...groupBy(found, keyOf)].flatMap(([key, points]) => roomOf(key, points, left));
  return { rooms, left };
}

function pointsOf(family: string, folder: URL, left: Tally): readonly FoundPoint[] {
  return readTable(family, folder).flatMap((cells) => {
    if (cells["scenario"] !== "concurrency") return [];
    const point = servedPoint(cells);
    if (typeof point !== "string") return [{ ...point, family, cells }];
    left.add(point);
    return [];
  });
}

/** Generators that draw lengths miss the nominal ones by a few tokens, from point to point of one sweep. */
const rounded = (tokens: number): number => Number(tokens.toPrecision(2));

const keyOf = ({ family, cells, inputTokens, outputTokens, statistic }: FoundPoint): string =>
  [
    family,
    ...["engine", "engine_version", "model", "weights_dtype", "kv_dtype", "gpu"].map((column) => cells[column] ?? ""),
    rounded(inputTokens),
    rounded(outputTokens),
    statistic,
  ].join("|");

function roomOf(key: string, points: readonly FoundPoint[], left: Tally): readonly Room[] {
  const [{ family, cells, ...first }] = points as readonly [FoundPoint, ...FoundPoint[]];
  const inputTokens = Math.round(middle(points.map((point) => point.inputTokens)));
  const outputTokens = Math.round(middle(points.map((point) => point.outputTokens)));
  const sweeps = [
    ...groupBy(points, ({ split: { tensor, pipeline, data, expert } }) =>
      [tensor, pipeline, data, expert].join(","),
    ).values(),
  ].flatMap((same) => {
    const sweep = sweepOf(
      same[0]?.split ?? first.split,
      same.map(({ point }) => point),
      outputTokens,
    );
    if (typeof sweep !== "string") return [sweep];
    left.add(sweep);
    return [];
  });
  if (sweeps.length === 0) return [];
  const [engine, model, gpu, weights] = ["engine", "model", "gpu", "weights_dtype"].map(
    (column) => cells[column] ?? "",
  );
  const sizes = [...new Set(sweeps.map(({ gpus }) => gpus))].toSorted((a, b) => a - b);
  const hall = [family, engine, model, weights, inputTokens, outputTokens, first.statistic].join("|");
  return [
    { ...first, key, group: [family, engine, model, gpu].join("|"), hall, inputTokens, outputTokens, sweeps, sizes },
  ];
}
