import type { Gpu } from "../../catalog/gpu.js";
import { launcherOf } from "../engines/engine-launch.js";
import { ALONE, givenOptions, isFileKey } from "../engines/engine-option.js";
import type { ResolvedLaunch } from "../resolve-launch.js";
import { launchFile, type LaunchFile } from "../words.js";
import { composeFile } from "./compose.js";
import { containerOf } from "./container.js";
import { kubernetesManifests } from "./kubernetes.js";

/** Replicas, and what they run on. */
export interface LaunchedFleet extends ResolvedLaunch {
  readonly gpu: Gpu;
  readonly replicas: number;
  readonly image: string;
  readonly name: string;
}

/** What a vendor's GPUs are to Kubernetes, by their device plugin, and whether Compose has words for them. */
const VENDORS: Readonly<Record<string, { readonly gpuResource: string; readonly inCompose: boolean }>> = {
  NVIDIA: { gpuResource: "nvidia.com/gpu", inCompose: true },
  AMD: { gpuResource: "amd.com/gpu", inCompose: false },
};

/** The engine's file, where options do not say all. */
const neededFile = ({ launch, replica }: LaunchedFleet): LaunchFile | null =>
  givenOptions(launch.options, replica, ALONE).some(isFileKey) ? launchFile(launch, replica) : null;

/** A Compose file for a server full of replicas; null where a replica spans several, and for GPUs that Compose has no words for. */
export function fleetCompose(fleet: LaunchedFleet): Readonly<Record<string, unknown>> | null {
  const { launch, replica, replicas, gpu, image, name } = fleet;
  if (replica.servers > 1 || VENDORS[gpu.vendor]?.inCompose !== true) return null;
  return composeFile({
    container: containerOf(launch, replica, image),
    gpus: replica.gpus,
    replicas: Math.min(replicas, Math.floor(gpu.serverGpus / replica.gpus)),
    name,
    file: neededFile(fleet),
  });
}

/** Manifests of the whole fleet; null where a launcher of its own starts a replica, and for GPUs without a known resource. */
export function fleetKubernetes(fleet: LaunchedFleet): readonly Readonly<Record<string, unknown>>[] | null {
  const vendor = VENDORS[fleet.gpu.vendor];
  if (vendor === undefined || launcherOf(fleet.launch, fleet.replica) !== null) return null;
  return kubernetesManifests({ ...fleet, gpuResource: vendor.gpuResource, file: neededFile(fleet) });
}
