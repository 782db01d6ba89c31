import { existsSync } from "node:fs";
import type { Measured } from "../../src/calibrate/calibration-point.js";
import { compactRow } from "../../src/measurements/compact-row.js";
import { firstTokenSeconds, secondsPerToken } from "../measurements/measured.js";
import { examRows, type ExamRow } from "../accuracy/exam-row.js";
import { groupBy } from "../accuracy/statistics.js";
import { readTable, SERVING_FAMILIES } from "../measurements/families.js";
import { sizeOf } from "../../src/workload/loads.js";

/** Figures beside this repository, where they are at hand. */
const BESIDE = new URL("../../../shared/measurements/", import.meta.url);
const BESIDE_FAMILIES = ["nvidia_dli_nim_concurrency", "nvidia_dli_trtllm_static"];

/** Points that a sweep must have. */
const LEAST_POINTS = 6;

/** What a sweep is compared by: times per output token, else what is made of them, where they were not published. */
export type SweepQuantity = "tpotSeconds" | "requestSeconds" | "outputTokensPerSecond";

/** A point of a sweep, and what was measured. */
export interface SweepPoint {
  readonly row: ExamRow;
  /** Clients, requests of a batch, or requests per second. */
  readonly load: number;
  readonly quantity: SweepQuantity;
  readonly measured: Measured;
}

/** One deployment under rising load of one kind, all else the same. */
export interface Sweep {
  readonly name: string;
  readonly family: string;
  readonly kind: ExamRow["kind"];
  readonly loadKind: ExamRow["row"]["load"]["kind"];
  readonly quantity: SweepQuantity;
  /** Ascending, each load once. */
  readonly points: readonly SweepPoint[];
}

/** Every sweep of the committed tables, and of those beside the repository, with six points and more. */
export function sweeps(): readonly Sweep[] {
  const tables = [
    ...SERVING_FAMILIES.map((family) => [family, readTable(family)] as const),
    ...BESIDE_FAMILIES.filter((family) => existsSync(new URL(`${family}.csv`, BESIDE))).map(
      (family) => [family, readTable(family, BESIDE).map(compactRow)] as const,
    ),
  ];
  return [...groupBy(examRows(tables).rows.flatMap(pointOf), nameOf)].flatMap(([name, all]) => {
    const points = [...groupBy(all, ({ load }) => String(load)).values()]
      .flatMap(([first]) => first ?? [])
      .toSorted((a, b) => a.load - b.load);
    const [first] = points;
    return first === undefined || points.length < LEAST_POINTS
      ? []
      : [
          {
            name,
            family: first.row.family,
            kind: first.row.kind,
            loadKind: first.row.row.load.kind,
            quantity: first.quantity,
            points,
          },
        ];
  });
}

function pointOf(row: ExamRow): readonly SweepPoint[] {
  const { load, measured } = row.row;
  // Of floods nothing rises in a sweep.
  if (load.kind === "burst") return [];
  const value = sizeOf(load);
  const tpotSeconds = secondsPerToken(measured);
  const ttftSeconds = row.firstTokenUsable ? firstTokenSeconds(measured) : null;
  if (tpotSeconds !== null)
    return [
      {
        row,
        load: value,
        quantity: "tpotSeconds",
        measured: { tpotSeconds, ...(ttftSeconds === null ? {} : { ttftSeconds }) },
      },
    ];
  if (measured.requestSeconds !== null)
    return [
      {
        row,
        load: value,
        quantity: "requestSeconds",
        measured: { requestSeconds: measured.requestSeconds, ...(ttftSeconds === null ? {} : { ttftSeconds }) },
      },
    ];
  // Below its capacity the rate of an open system is that of its arrivals.
  if (measured.outputTokensPerSecond === null || load.kind === "open") return [];
  return [
    {
      row,
      load: value,
      quantity: "outputTokensPerSecond",
      measured: {
        outputTokensPerSecond: measured.outputTokensPerSecond,
        ...(ttftSeconds === null ? {} : { ttftSeconds }),
      },
    },
  ];
}

/** All that a sweep holds fixed. */
function nameOf({ row: { family, row }, quantity }: SweepPoint): string {
  const { request, engine, engineVersion, model, gpu, weights, parallelism, lengths, load } = row;
  const { tensor, pipeline, expert, data, replicas } = parallelism;
  const sizes = [
    `tp${tensor}`,
    pipeline > 1 ? `pp${pipeline}` : "",
    expert > 1 ? `ep${expert}` : "",
    data > 1 ? `dp${data}` : "",
    replicas > 1 ? `x${replicas}` : "",
  ].join("");
  // The limit of a static batch is the batch.
  const limit =
    request.settings?.maxNumSeqs === undefined || load.kind === "static-batch"
      ? ""
      : ` max ${request.settings.maxNumSeqs}`;
  return `${family} ${load.kind} ${quantity} ${model.id} ${gpu.id} ${engine}${engineVersion === null ? "" : `@${engineVersion}`} ${weights}/${request.precision?.kvCache ?? "16 bit"} ${sizes}${limit} ${lengths.inputTokens}/${lengths.outputTokens}`;
}
