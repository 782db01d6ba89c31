import { hasExperts, layerCount } from "../../src/catalog/model.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import type { KernelLaws } from "../../src/kernels/kernel-laws.js";
import type { KernelTime } from "../../src/kernels/kernel-time.js";
import { speedProfile } from "../../src/kernels/speed-profile.js";
import { decodeStep, mixedStep, prefillStep } from "../../src/kernels/step.js";
import { eraOf } from "./eras.js";
import { exclusionsOf } from "../measurements/exclusions.js";
import { readTable, SERVING_FAMILIES } from "../measurements/families.js";
import { usableRows, type TableRow } from "../measurements/table-row.js";
import { checkPrecision } from "../../src/deployment/formats.js";
import { checkSizes } from "../../src/deployment/parallelism.js";

/** A measured row with the kernel times of its steps. */
export interface FitRow {
  readonly family: string;
  readonly row: TableRow;
  readonly kind: "dense" | "MoE";
  /** Requests of one replica. */
  readonly running: number;
  readonly layers: number;
  readonly parallel: boolean;
  /** A step that decodes. */
  readonly decode: KernelTime;
  /** Prompts that a step reads on average, on each data-parallel rank and stage. */
  readonly promptsPerStep: number;
  /** Requests that decode while prompts are read: none where engines halt them. */
  readonly decodingBeside: number;
  /** A step that reads prompts. */
  readonly reading: KernelTime;
  /** Reading all prompts of a batch. */
  readonly batch: KernelTime;
  readonly firstTokenUsable: boolean;
}

const { laws } = shippedConstants();

/** Rows of every table in the repository that the fit may use. */
export function fitRows(): readonly FitRow[] {
  return SERVING_FAMILIES.flatMap((family) => {
    const table = usableRows(readTable(family));
    return table.flatMap((row) => fitRow(row, family, table) ?? []);
  });
}

function fitRow(row: TableRow, family: string, table: readonly TableRow[]): FitRow | null {
  const { load, lengths, model, parallelism } = row;
  if (load.kind !== "closed-loop" && load.kind !== "static-batch") return null;
  const broken = exclusionsOf(row, family, table);
  if (broken.some(({ quantities }) => quantities === "all") || lengths.assumed) return null;
  return {
    family,
    row,
    kind: hasExperts(model) ? "MoE" : "dense",
    layers: layerCount(model),
    parallel: parallelism.tensor * parallelism.data > 1,
    ...kernelTimes(row, laws),
    firstTokenUsable: broken.length === 0,
  };
}

/**
 * Occupancy of a row's deployment, and kernel times of its steps by given laws.
 *
 * @param row - a row of a closed loop or a static batch.
 * @param lawsOfKernels - laws.
 * @returns the part of a {@link FitRow} that depends on them.
 */
export function kernelTimes(row: TableRow, lawsOfKernels: KernelLaws): Pick<FitRow, "running" | "promptsPerStep" | "decodingBeside" | "decode" | "reading" | "batch"> {
  const { load, lengths, gpu, engine, parallelism, request } = row;
  const requests = load.kind === "closed-loop" ? load.requestsInFlight : load.kind === "static-batch" ? load.requests : 1;
  const precision = checkPrecision(request.precision ?? {}, request.model, gpu);
  const profile = speedProfile({ model: request.model, gpu, engine, storage: precision, cache: precision.kvCache, parallelism: checkSizes(request.parallelism ?? {}) }, lawsOfKernels);
  const running = requests / parallelism.replicas;
  const contextTokens = lengths.inputTokens + lengths.outputTokens / 2;
  const others = Math.max(0, running - 1);
  const promptsPerStep = others / lengths.outputTokens / parallelism.data / parallelism.pipeline;
  const decodingBeside = eraOf(row)?.mixesPrompts === true ? others : 0;
  const work = { sequences: decodingBeside, contextTokens, tokensPerSequence: 1, prompts: Math.max(1, promptsPerStep) * parallelism.data, promptTokens: lengths.inputTokens };
  return { running, promptsPerStep, decodingBeside, decode: decodeStep(profile, running, contextTokens), reading: mixedStep(profile, work), batch: prefillStep(profile, lengths.inputTokens, running) };
}
