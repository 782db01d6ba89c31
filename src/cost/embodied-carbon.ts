import embodied from "../../catalogs/embodied-carbon.json" with { type: "json" };
import type { Range } from "./money.js";

/** What making GPUs and their share of the servers emitted. */
export interface EmbodiedCarbon {
  /** Of all of them, kilograms of CO2 equivalent. */
  readonly kilograms: Range;
  /** True where the maker published the footprint of this GPU; false where it lies between those of others. */
  readonly gpuIsPublished: boolean;
}

const BOARDS: ReadonlyMap<string, number> = new Map(embodied.gpus.map(({ gpu, kilograms }) => [gpu, kilograms]));

/** GPUs of the server whose footprint is known. */
const SERVER_GPUS = 8;

/**
 * What making GPUs and their share of the servers emitted: 1,300 to 5,700 kg for a server of eight, memory and drives above all, and the boards.
 *
 * @param gpu - id.
 * @param gpus - how many, > 0.
 * @returns a range, and whose figures it stands on.
 */
export function embodiedCarbon(gpu: string, gpus: number): EmbodiedCarbon {
  const board = BOARDS.get(gpu);
  const { min, max } = board === undefined ? embodied.otherGpu.kilograms : { min: board, max: board };
  const server = embodied.serverOfEight.kilograms;
  return {
    kilograms: { min: gpus * (min + server.min / SERVER_GPUS), max: gpus * (max + server.max / SERVER_GPUS) },
    gpuIsPublished: board !== undefined,
  };
}
