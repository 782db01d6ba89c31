import { existsSync } from "node:fs";
import { compactRow } from "../../src/cli/measurements/compact-row.js";
import { firstTokenSeconds, secondsPerToken } from "../../src/cli/measurements/measured.js";
import { examRows, type ExamRow } from "../accuracy/exam-row.js";
import { groupBy } from "../accuracy/statistics.js";
import { readTable, SERVING_FAMILIES } from "../measurements/families.js";

/** Figures beside this repository, where they are at hand. */
const BESIDE = new URL("../../../shared/measurements/", import.meta.url);
const BESIDE_FAMILIES = ["nvidia_dli_nim_concurrency"];

/** Points that a sweep must have. */
const LEAST_POINTS = 6;

/** A point of a sweep: requests in flight, and what was measured. */
export interface SweepPoint {
  readonly row: ExamRow;
  readonly concurrency: number;
  readonly tpotSeconds: number;
  readonly ttftSeconds: number | null;
}

/** One deployment under rising numbers of requests in flight, all else the same. */
export interface Sweep {
  readonly name: string;
  readonly family: string;
  readonly kind: ExamRow["kind"];
  /** Ascending, each concurrency once. */
  readonly points: readonly SweepPoint[];
}

/** Every sweep of the committed tables, and of those beside the repository, with six points and more. */
export function sweeps(): readonly Sweep[] {
  const tables = [
    ...SERVING_FAMILIES.map((family) => [family, readTable(family)] as const),
    ...BESIDE_FAMILIES.filter((family) => existsSync(new URL(`${family}.csv`, BESIDE))).map((family) => [family, readTable(family, BESIDE).map(compactRow)] as const),
  ];
  return [...groupBy(examRows(tables).rows.flatMap(pointOf), ({ row }) => nameOf(row))].flatMap(([name, all]) => {
    const points = [...groupBy(all, ({ concurrency }) => String(concurrency)).values()].flatMap(([first]) => first ?? []).toSorted((a, b) => a.concurrency - b.concurrency);
    const [first] = points;
    return first === undefined || points.length < LEAST_POINTS ? [] : [{ name, family: first.row.family, kind: first.row.kind, points }];
  });
}

function pointOf(row: ExamRow): readonly SweepPoint[] {
  const { load, measured } = row.row;
  const tpotSeconds = secondsPerToken(measured);
  if (load.kind !== "closed-loop" || tpotSeconds === null) return [];
  return [{ row, concurrency: load.requestsInFlight, tpotSeconds, ttftSeconds: row.firstTokenUsable ? firstTokenSeconds(measured) : null }];
}

/** All that a sweep holds fixed; sources of the infrascale family are runs of their own. */
function nameOf({ row, request }: ExamRow): string {
  const { engine, engineVersion, model, gpu, weights, cache, parallelism, lengths } = row;
  const { tensor, pipeline, expert, data, replicas } = parallelism;
  const sizes = [`tp${tensor}`, pipeline > 1 ? `pp${pipeline}` : "", expert > 1 ? `ep${expert}` : "", data > 1 ? `dp${data}` : "", replicas > 1 ? `x${replicas}` : ""].join("");
  const limit = request.settings?.maxNumSeqs === undefined ? "" : ` max ${request.settings.maxNumSeqs}`;
  return `${model.id} ${gpu.id} ${engine}${engineVersion === null ? "" : `@${engineVersion}`} ${weights.weights}/${cache} ${sizes}${limit} ${lengths.inputTokens}/${lengths.outputTokens}`;
}
