import type { Gpu } from "../gpu.js";
import type { Instances } from "../instance.js";
import type { Assumption } from "./assumption.js";
import { gpuFamilyKey, gpuIndex, gpuKey, type GpuIndex } from "./gpu-index.js";
import { isTooLong } from "./longest-name.js";
import type { NameRefusal } from "./name-refusal.js";
import { nearestGpus } from "./nearest.js";
import { normaliseName } from "./normalise-name.js";

/** A GPU by a name that people give it. */
export interface NamedGpu {
  /** The entry; in a machine of fewer or more, with its number there. */
  readonly gpu: Gpu;
  /** GPUs that the name says; null where it says none. */
  readonly gpus: number | null;
  /** The machine, where one is named. */
  readonly assumed: readonly Assumption[];
}

/**
 * The GPU of a name: an id or alias, a data sheet's or a driver's name, a cloud's name of a machine (`p5.48xlarge`), or a number of
 * GPUs (`8x H100`).
 *
 * @param name - as people write it.
 * @param gpus - the catalog.
 * @param instances - machines by name.
 * @returns the GPU, or why there is none.
 */
export function resolveGpuName(name: string, gpus: readonly Gpu[], instances: Instances): NamedGpu | NameRefusal {
  if (isTooLong(name)) return { refusal: "unknown", nearest: [] };
  const asked = name.trim();
  const index = gpuIndex(gpus);
  const exact = index.exact.get(normaliseName(asked));
  if (exact !== undefined)
    return exact.length === 1
      ? { gpu: exact[0] as Gpu, gpus: null, assumed: [] }
      : { refusal: "ambiguous", nearest: exact.map(({ id }) => id) };
  const instance = instances.get(asked.toLowerCase().replace(CLOUD, ""));
  const machine = instance === undefined ? undefined : index.exact.get(normaliseName(instance.gpu))?.[0];
  if (instance !== undefined)
    return machine === undefined
      ? { refusal: "not-in-catalog", nearest: [] }
      : inMachine(asked, machine, instance.gpus);
  const found = gpuOf(asked, index);
  if (found !== null) return "refusal" in found ? found : { gpu: found, gpus: null, assumed: [] };
  const [, before, several = "", alone = "", after] = COUNTED.exec(asked) ?? [];
  const counted = before === undefined && after === undefined ? null : gpuOf(several === "" ? alone : several, index);
  if (counted !== null && !("refusal" in counted)) return inMachine(asked, counted, Number(before ?? after));
  return counted ?? { refusal: "unknown", nearest: nearestGpus(asked, gpus) };
}

/** What clouds and people put before the name of a machine: `ml.p5.48xlarge`, `Standard_NC24ads_A100_v4`, `AWS g5.xlarge`. */
const CLOUD = /^(?:(?:aws|azure|gcp|google|oci|ovh|scaleway|lambda)[\s/:-]+)?(?:ml\.|standard_)?/;

/** `8x H100`, `H100 x 8`, `H100:8`. */
const COUNTED = /^(?:(\d{1,3})\s*[x×*]\s*(\S.*)|(\S.*?)\s*[x×*:]\s*(\d{1,3}))$/i;

function inMachine(asked: string, gpu: Gpu, gpus: number | null): NamedGpu {
  if (gpus === null) return { gpu, gpus, assumed: [{ code: "instance", asked, used: gpu.id }] };
  const { interconnect } = gpu;
  const placed: Gpu =
    gpus === gpu.serverGpus
      ? gpu
      : {
          ...gpu,
          serverGpus: gpus,
          interconnect: { ...interconnect, domainGpus: Math.min(interconnect.domainGpus, gpus) },
        };
  return { gpu: placed, gpus, assumed: [{ code: "instance", asked, used: `${gpus} x ${gpu.id}` }] };
}

function gpuOf(name: string, { exact, aliases, shortened }: GpuIndex): Gpu | NameRefusal | null {
  const key = gpuKey(name);
  if (key === "") return null;
  const alias = aliases.get(key) ?? exact.get(key)?.[0];
  if (alias !== undefined) return alias;
  const candidates = shortened.get(key) ?? [];
  const least = Math.min(...candidates.map(({ left }) => left));
  const found = candidates.filter(({ left }) => left === least).map(({ gpu }) => gpu);
  return found.length > 1 ? { refusal: "ambiguous", nearest: found.map(({ id }) => id) } : (found[0] ?? null);
}

/** Memory that an engine sees is within this share of what is marketed. */
const MEMORY_TOLERANCE = 0.1;

/**
 * The GPU of the same name that has a given memory: `A100` of 39.5 GiB is the one of 40 GB.
 *
 * @param gpu - what the name alone stands for.
 * @param bytes - memory that was seen.
 * @param gpus - the catalog.
 * @returns the GPU itself, where it has that memory or none of its name does.
 */
export function ofMemory(gpu: Gpu, bytes: number, gpus: readonly Gpu[]): Gpu {
  const distance = ({ memory: { visibleBytes, driverBytes, marketedBytes } }: Gpu): number =>
    Math.abs((visibleBytes ?? driverBytes ?? marketedBytes) / bytes - 1);
  if (distance(gpu) <= MEMORY_TOLERANCE) return gpu;
  const family = gpuFamilyKey(gpu.id);
  const nearest = gpus
    .filter(({ id }) => gpuFamilyKey(id) === family)
    .reduce((a, b) => (distance(b) < distance(a) ? b : a), gpu);
  return distance(nearest) <= MEMORY_TOLERANCE ? nearest : gpu;
}
