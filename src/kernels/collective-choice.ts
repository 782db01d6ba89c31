import type { EngineName } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { sharesPcie } from "../catalog/pcie.js";
import type { AllReduceConstants } from "./all-reduce.js";
import { engineRow, gpuFamily, lessCertain, type ConstantsSource } from "./kernel-choice.js";
import type { FittedGpu, KernelLaws } from "./kernel-laws.js";
import { joinedGpus, networkAllReduce } from "./network.js";

/** Constants of the all-reduce for a GPU and a number of GPUs. */
export interface CollectiveChoice {
  readonly measured: readonly AllReduceConstants[];
  readonly source: ConstantsSource;
}

/** A link between GPUs. */
interface Link {
  readonly pcie: boolean;
  /** Both directions, bytes per second. */
  readonly bytesPerSecond: number;
}

/** What joins GPUs beyond their bridge or domain: PCIe of the fifth generation, 16 lanes, both directions. */
const PCIE5_BYTES_PER_SECOND = 128e9;

/**
 * Constants of the all-reduce over a number of GPUs: of the GPU itself, else of the one with the same kind of link that
 * is nearest to it, of its family if there is one; the rate is scaled by the links' bandwidth. Beyond one server the
 * network between them joins, of which no deployment was compared: never `calibrated`.
 *
 * Over PCIe the benchmarks of four and eight cards moved large messages at a tenth of the rate of two. Engines do not:
 * published runs of TensorRT-LLM on L40S at four (catalogs/measurements/trtllm_docs.csv) reach the rate of two.
 *
 * @param laws - all laws.
 * @param gpu - a GPU.
 * @param engine - whose kernels.
 * @param gpus - number of GPUs, >= 1.
 * @returns constants by number of GPUs.
 */
export function chooseCollective(laws: KernelLaws, gpu: Gpu, engine: EngineName, gpus: number): CollectiveChoice {
  const joined = joinedGpus(gpu);
  if (gpus <= joined) return chooseInside(laws, gpu, engine, gpus);
  const { measured, source } = chooseInside(laws, gpu, engine, joined);
  const inside = measured.filter((constants) => constants.gpus <= joined);
  const rate = inside.at(-1)?.bytesPerSecond ?? Infinity;
  return { measured: [...inside, networkAllReduce(gpu, gpus, rate)], source: lessCertain("family", source) };
}

function chooseInside(
  { gpus: fitted, allReduce }: KernelLaws,
  gpu: Gpu,
  engine: EngineName,
  gpus: number,
): CollectiveChoice {
  const link = linkBetween(gpu, gpus);
  const family = gpuFamily(gpu.architecture);
  const distance = ({ id, architecture, linkBytesPerSecond }: FittedGpu): number =>
    (id === gpu.id ? 0 : gpuFamily(architecture) === family ? 10 : 20) +
    Math.abs(Math.log(linkBytesPerSecond / link.bytesPerSecond));
  const [nearest] = fitted
    .filter((candidate) => candidate.link.startsWith("PCIe") === link.pcie)
    .sort((a, b) => distance(a) - distance(b));
  const row = nearest === undefined ? undefined : engineRow(allReduce, nearest.id, engine, "");
  if (nearest === undefined || row === undefined) return { measured: [], source: "datasheet" };
  const scale = link.bytesPerSecond / nearest.linkBytesPerSecond;
  const pairBytesPerSecond = link.pcie ? (row.constants[0]?.bytesPerSecond ?? 0) : 0;
  const measured = row.constants.map((constants) => ({
    ...constants,
    bytesPerSecond: Math.max(constants.bytesPerSecond, pairBytesPerSecond) * scale,
  }));
  const source =
    nearest.id === gpu.id ? "calibrated" : gpuFamily(nearest.architecture) === family ? "family" : "datasheet";
  return { measured, source };
}

/** What a number of GPUs talk over: a bridge if it joins all of them, their own links, or PCIe beyond the domain of a bridge pair. */
function linkBetween(gpu: Gpu, gpus: number): Link {
  const { interconnect, serverGpus } = gpu;
  const { bridge, domainGpus, peerAccess } = interconnect;
  // GPUs whose link is not known are alone: a deployment of several is refused. Where GPUs cannot write into each other's memory, the host
  // moves the messages of all of them at the rate of one link: two RTX 5090 exchange 30 instead of 56 GB/s (tests of drivers with peer
  // access), and runs on two, four and eight RTX 4090 (catalogs/measurements/accelmark.csv) lie between this and twice this.
  const bytesPerSecond = (interconnect.bytesPerSecond ?? PCIE5_BYTES_PER_SECOND) / (peerAccess === false ? gpus : 1);
  if (bridge !== null && gpus <= bridge.gpus) return { pcie: false, bytesPerSecond: bridge.bytesPerSecond };
  const beyondPair = domainGpus > 1 && domainGpus < serverGpus && gpus > domainGpus;
  if (beyondPair) return { pcie: true, bytesPerSecond: PCIE5_BYTES_PER_SECOND };
  return { pcie: sharesPcie(gpu), bytesPerSecond };
}
