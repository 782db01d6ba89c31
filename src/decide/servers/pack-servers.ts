import { checkEach, checkInteger, checkKeys, checkObject, checkText } from "../../internal/check.js";
import { fillServers } from "./fill-servers.js";

/** Replicas of one model, or of one kind of traffic, on a fleet that others share. */
export interface FleetPart {
  /** Its name in the layout. */
  readonly name: string;
  /** S: GPUs of each replica, integer >= 1. */
  readonly gpusPerReplica: number;
  /** N: replicas that meet the targets, integer >= 0. */
  readonly replicas: number;
  /** Replicas beyond them: those that may be down, or are being updated, integer >= 0. @defaultValue 0 */
  readonly spareReplicas?: number;
}

/** Servers that hold the same. */
export interface ServerLayout {
  /** How many. */
  readonly servers: number;
  /** Replicas on each by the name of their part; of those that are larger than a server, each has a share. */
  readonly replicas: Readonly<Record<string, number>>;
}

/** A fleet in whole servers. */
export interface PackedServers {
  /** GPUs of a server. */
  readonly gpusPerServer: number;
  /** How many servers. */
  readonly servers: number;
  /** GPUs of them all, used or not. */
  readonly gpus: number;
  /** Of these, without a replica. */
  readonly idleGpus: number;
  /** True when no fewer servers hold the replicas. */
  readonly isFewest: boolean;
  /** What is where. */
  readonly layout: readonly ServerLayout[];
}

/**
 * The fewest whole servers for the replicas of one model or of several. Replicas larger than a server have servers of their own; the others are
 * packed, largest first, into the first server with room for them: the fewest where each size divides the next, as powers of two do. Where more
 * are taken than the GPUs of all replicas together would fill, all ways to fill up to 64 servers are tried, as long as that takes no more than
 * 100,000 of them; `isFewest` says whether it did.
 *
 * @param parts - replicas by model.
 * @param gpusPerServer - GPUs of a server, integer >= 1.
 * @returns servers, and what is where.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @see E. G. Coffman, M. R. Garey, D. S. Johnson, Bin packing with divisible item sizes, J. Complexity 3 (1987) 406.
 * @example
 * ```ts
 * import { packServers } from "infrascale/decide";
 *
 * const { servers, idleGpus } = packServers(
 *   [
 *     { name: "chat", gpusPerReplica: 4, replicas: 3, spareReplicas: 1 },
 *     { name: "embeddings", gpusPerReplica: 1, replicas: 6 },
 *   ],
 *   8,
 * );
 * [servers, idleGpus]; // => [3, 2]
 * ```
 */
export function packServers(parts: readonly FleetPart[], gpusPerServer: number): PackedServers {
  checkParts(parts);
  checkInteger(gpusPerServer, "gpusPerServer", 1);
  const wanted = parts
    .map(({ name, gpusPerReplica, replicas, spareReplicas = 0 }) => ({
      name,
      size: gpusPerReplica,
      count: replicas + spareReplicas,
    }))
    .filter(({ count }) => count > 0);
  const whole = wanted
    .filter(({ size }) => size > gpusPerServer)
    .map(({ name, size, count }) => ({
      servers: count * Math.ceil(size / gpusPerServer),
      replicas: { [name]: 1 / Math.ceil(size / gpusPerServer) },
    }));
  const small = wanted.filter(({ size }) => size <= gpusPerServer).sort((one, other) => other.size - one.size);
  const { runs, isFewest } = fillServers(
    small.map(({ size }) => size),
    small.map(({ count }) => count),
    gpusPerServer,
  );
  const layout = [
    ...whole,
    ...runs.map(({ fill, servers }) => ({
      servers,
      replicas: Object.fromEntries(
        small.map(({ name }, i) => [name, fill[i] ?? 0] as const).filter(([, count]) => count > 0),
      ),
    })),
  ];
  const servers = layout.reduce((sum, one) => sum + one.servers, 0);
  const used = wanted.reduce((sum, { size, count }) => sum + size * count, 0);
  const gpus = servers * gpusPerServer;
  return { gpusPerServer, servers, gpus, idleGpus: gpus - used, isFewest, layout };
}

/** Refuses what are no parts of a fleet. */
export function checkParts(parts: readonly FleetPart[]): void {
  checkEach(parts, "parts", (value, field) => {
    checkKeys(checkObject(value, field), field, ["name", "gpusPerReplica", "replicas", "spareReplicas"]);
    const { name, gpusPerReplica, replicas, spareReplicas = 0 } = value as FleetPart;
    checkText(name, `${field}.name`);
    checkInteger(gpusPerReplica, `${field}.gpusPerReplica`, 1);
    checkInteger(replicas, `${field}.replicas`, 0);
    checkInteger(spareReplicas, `${field}.spareReplicas`, 0);
  });
}
