import type { Gpu } from "../catalog/gpu.js";
import type { ServingPrediction } from "../performance/serving-prediction.js";
import { GIVEN_POWER, gpuWork, IDLE_SHARE, powerLawOf, powerShare, type PowerBasis } from "./power-law.js";
import { OTHER_POWER_ERROR, otherServerWatts } from "./server-power.js";
import type { Range } from "./money.js";

/** What a fleet draws, watts; each figure is of all that stands before it, too. */
export interface FleetPower extends PowerBasis {
  /** GPUs. */
  readonly gpuWatts: number;
  /** Servers, their GPUs included. */
  readonly serverWatts: number;
  /** The site: servers, cooling and losses. */
  readonly siteWatts: number;
  /** The site, from the least to the most that it may be. */
  readonly siteRange: Range;
  /** Energy of the GPUs for a token of an output, joules; null where nothing is written. */
  readonly gpuJoulesPerOutputToken: number | null;
  /** Energy of the site for it, joules; null likewise. */
  readonly siteJoulesPerOutputToken: number | null;
}

/** A fleet whose power is asked for. */
export interface PoweredFleet {
  readonly gpu: Gpu;
  /** What its replicas do. */
  readonly prediction: ServingPrediction;
  /** GPUs that are paid for: those beyond the prediction's idle. */
  readonly gpus: number;
  /** Power of the site over that of its servers, >= 1. */
  readonly pue: number;
  /** Watts of a GPU that serves, as its user measured them; by the law when absent. */
  readonly ownGpuWatts?: number | undefined;
}

/**
 * What a fleet draws while it serves. A replica with less than one request in flight serves for that share of the time.
 *
 * @param fleet - GPU, what it does, how many there are, and where they stand.
 * @returns watts and joules; null where the rated power of the GPU is not known.
 */
export function fleetPower({ gpu, prediction, gpus, pue, ownGpuWatts }: PoweredFleet): FleetPower | null {
  const rated = gpu.powerWatts;
  if (rated === null) return null;
  const { law, basis, error } =
    ownGpuWatts === undefined ? powerLawOf(gpu.id) : { ...powerLawOf(gpu.id), ...GIVEN_POWER };
  const idleWatts = IDLE_SHARE * rated;
  const servingWatts = ownGpuWatts ?? rated * powerShare(law, gpuWork(prediction));
  const serves = Math.min(1, prediction.running / prediction.replicas);
  const perGpu = idleWatts + serves * Math.max(0, servingWatts - idleWatts);
  const gpuWatts = prediction.gpus * perGpu + (gpus - prediction.gpus) * idleWatts;
  const otherWatts = otherServerWatts(gpuWatts, gpus, gpu.serverGpus);
  const siteWatts = pue * (gpuWatts + otherWatts);
  const off = pue * (error * gpuWatts + OTHER_POWER_ERROR * otherWatts);
  const perToken = (watts: number): number | null =>
    prediction.outputTokensPerSecond > 0 ? watts / prediction.outputTokensPerSecond : null;
  return {
    basis,
    error,
    gpuWatts,
    serverWatts: gpuWatts + otherWatts,
    siteWatts,
    siteRange: { min: siteWatts - off, max: siteWatts + off },
    gpuJoulesPerOutputToken: perToken(gpuWatts),
    siteJoulesPerOutputToken: perToken(siteWatts),
  };
}
