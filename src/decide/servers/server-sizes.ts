import { instances } from "../../catalog/catalog-data.js";
import type { Gpu } from "../../catalog/gpu.js";
import { checkObject } from "../../internal/check.js";
import { namedGpu } from "../../shipped/resolve-names.js";
import { checkParts, packServers, type FleetPart, type PackedServers } from "./pack-servers.js";

/** A size in which servers of a GPU are sold or rented. */
export interface ServerSize {
  /** GPUs of each. */
  readonly gpus: number;
  /** Machines of clouds and vendors by name; none of a server that is only known from the catalog of GPUs. */
  readonly machines: readonly string[];
}

/** A purchase in servers of one size. */
export interface ServerPurchase extends PackedServers, Pick<ServerSize, "machines"> {}

/**
 * The sizes in which servers of a GPU are to be had: those of machines that are known by name, and the usual server.
 *
 * @param gpu - id or alias, or a GPU of your own.
 * @returns sizes, the smallest first.
 * @throws {@link InfrascaleError} `unknown-id`.
 * @example
 * ```ts
 * import { serverSizes } from "infrascale/decide";
 *
 * serverSizes("h100").map(({ gpus }) => gpus); // => [1, 2, 4, 8]
 * ```
 */
export function serverSizes(gpu: string | Gpu): readonly ServerSize[] {
  const { id, serverGpus } = namedGpu(gpu).gpu;
  const sizes = new Map<number, string[]>([[serverGpus, []]]);
  for (const [name, instance] of instances) {
    if (instance.gpu !== id || instance.gpus === null) continue;
    sizes.set(instance.gpus, [...(sizes.get(instance.gpus) ?? []), name]);
  }
  return [...sizes].map(([gpus, machines]) => ({ gpus, machines })).sort((one, other) => one.gpus - other.gpus);
}

/**
 * A purchase in whole servers, in each size that a GPU is sold in; an estimate's `gpus` stays S x N. A replica is spread over several servers
 * only where these are the largest of their GPU: smaller machines have no fast link between them.
 *
 * @param gpu - id or alias, or a GPU of your own.
 * @param purchase - S, N and spare replicas, as of an estimate; or the parts of a shared fleet.
 * @returns purchases by size, the one with the fewest GPUs first, of equals that of the fewest servers.
 * @throws {@link InfrascaleError} `unknown-id`, `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { inServers } from "infrascale/decide";
 *
 * const [best] = inServers("h100", { gpusPerReplica: 4, replicas: 5, spareReplicas: 1 });
 * [best?.servers, best?.gpusPerServer, best?.gpus]; // => [3, 8, 24]
 * ```
 */
export function inServers(
  gpu: string | Gpu,
  purchase: Omit<FleetPart, "name"> | readonly FleetPart[],
): readonly ServerPurchase[] {
  const parts = isParts(purchase) ? purchase : [onlyPart(purchase)];
  checkParts(parts);
  const sizes = serverSizes(gpu);
  const largest = sizes.at(-1)?.gpus ?? 1;
  const widest = Math.max(...parts.map(({ gpusPerReplica }) => gpusPerReplica));
  return sizes
    .filter(({ gpus }) => gpus >= widest || gpus === largest)
    .map(({ gpus, machines }) => ({ ...packServers(parts, gpus), machines }))
    .sort((one, other) => one.gpus - other.gpus || one.servers - other.servers);
}

const isParts = (purchase: Omit<FleetPart, "name"> | readonly FleetPart[]): purchase is readonly FleetPart[] =>
  Array.isArray(purchase);

function onlyPart(purchase: Omit<FleetPart, "name">): FleetPart {
  const { gpusPerReplica, replicas, spareReplicas = 0 } = checkObject(purchase, "purchase") as unknown as FleetPart;
  return { name: "replicas", gpusPerReplica, replicas, spareReplicas };
}
