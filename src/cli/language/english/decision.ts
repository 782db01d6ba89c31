import { amount } from "../../../language/english/words.js";
import { figures } from "./figures.js";
import { inWholePercent } from "../../../internal/whole-percent.js";

const { number, percent, seconds } = figures;

/** Machines that a purchase takes. */
export const servers = (of: { servers: number; gpusPerServer: number; gpus: number; idleGpus: number }): string =>
  `in whole servers: ${of.servers} x ${of.gpusPerServer} = ${of.gpus} GPUs, ${of.idleGpus === 0 ? "none" : String(of.idleGpus)} idle`;

/** What `infrascale max-users` prints. */
export const fleetLimit = {
  asPredicted: "as predicted",
  sure: (confidence: number): string => `${percent(inWholePercent(confidence))} sure`,
  none: "none",
  noValue: (gpus: number): string => `no value keeps every target on ${gpus} GPUs`,
  use: (of: { use: number; gpus: number; replicas: number; gpusPerReplica: number; maxBatchSize: number }): string =>
    `${of.use} of ${of.gpus} GPUs: ${of.replicas} x ${of.gpusPerReplica}, batches of up to ${of.maxBatchSize}`,
  far: "less than half or more than twice what is predicted: measure before you promise",
  beyond: (names: string): string => `one step beyond would break ${names}`,
  stoppedBy: (name: string, demand: string, limit: string): string =>
    `stopped by ${name}: ${demand} where ${limit} are allowed`,
};

const told = (value: number | string, unit: string): string =>
  typeof value === "string" ? value : amount(value, unit);

/** What `infrascale what-if` prints. */
export const whatIf = {
  still: "no other count:",
  failing: "nothing serves:",
  change: "change",
  gpus: "GPUs",
  /** A value and the one that takes its place. */
  step: (from: number | string, to: number | string, unit: string): string =>
    `${told(from, unit)} -> ${told(to, unit)}`,
  /** GPUs that a value takes. */
  gpusAt: (value: number | string, unit: string, gpus: number): string => `${told(value, unit)}: ${gpus}`,
  saves: "saves",
  sure: "sure",
  threshold: "threshold",
  asked: "asked",
  until: "until: GPUs",
  beyond: "beyond",
  fewer: "fewer from",
  oneMorePercentOf: "on the same GPUs 1 % more of",
  elasticity: (share: number): string => `${share.toFixed(2)} %`,
};

/** What `infrascale day` prints. */
export const day = {
  busiest: "busiest hour:",
  hour: "hour",
  replicas: "replicas",
  gpus: "GPUs",
  fixedHours: (gpuHours: number, hours: number): string =>
    `${number(gpuHours)} GPU-hours in ${hours} hours with the fleet of the busiest one`,
  scaledHours: (gpuHours: number, share: number): string =>
    `${number(gpuHours)} by the hour, ${percent(share)} of these`,
  startingHours: (gpuHours: number, starts: number, startUpSeconds: number): string =>
    `of that ${number(gpuHours)} for ${starts} starts of ${seconds(startUpSeconds)} each`,
  reserved: (gpus: number): string => `least cost: ${gpus} GPUs reserved, the rest on demand`,
  beforeTax: (currency: string): string => `${currency}, before tax`,
  fixed: "busiest hour's fleet, on demand",
  fixedReserved: "the same, reserved",
  scaled: "by the hour, on demand",
  mixed: "reserved and on demand",
  month: "month",
  load: "load",
  adds: "adds",
  noneWouldDo: "none would do",
};
