import { checkKeys, checkObject, checkPositive, optional } from "../internal/check.js";
import type { ReplayableEstimate } from "../shipped/estimated-deployment.js";
import { namedGpu } from "../shipped/resolve-names.js";
import type { ServingCost } from "./cost-of.js";
import { electricityPrice, type ElectricityPrice } from "./electricity-price.js";
import { wholeMachines } from "./machines.js";
import type { Range } from "./money.js";
import { ownershipCost, type Ownership, type OwnershipTerms } from "./ownership.js";
import { serverPrice, type ServerPrice } from "./purchase-price.js";

/** Prices and terms of servers of one's own; what is left out is as known or as usual. */
export interface OwnedFleetOptions extends Omit<Partial<OwnershipTerms>, "capital" | "kwhPerYear"> {
  /** Price of a server, in the currency of the cost. @defaultValue the newest that is known, or a guess from its cards */
  readonly serverPrice?: number;
  /** GPUs of a server. @defaultValue those of the server whose price it is, or the usual server */
  readonly serverGpus?: number;
}

/** Servers of one's own instead of rented ones. */
export interface OwnedFleet {
  /** Whole servers, spare replicas included. */
  readonly servers: number;
  /** GPUs of all of them. */
  readonly gpus: number;
  /** The price that is known of a server; null where it is given. */
  readonly price: ServerPrice | null;
  /** The price of electricity that is known; null where it is given. */
  readonly electricity: ElectricityPrice | null;
  /** At the lowest price of a server. */
  readonly low: Ownership;
  /** At the highest. */
  readonly high: Ownership;
  /** An hour without staff, over the rent; null where no rent is known. */
  readonly overRent: Range | null;
}

/**
 * What the fleet of an estimate costs when its servers are bought.
 *
 * @param estimate - a feasible one, by the engine model.
 * @param cost - what `costOf` says of it: currency, zone, energy and rent.
 * @param options - prices and terms that are known better.
 * @returns whole servers and their cost a year, from the lowest price to the highest; null where no price of a server or of electricity in that currency is
 * known, or no power of the GPU.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`.
 */
export function ownedFleet(
  estimate: ReplayableEstimate,
  cost: ServingCost,
  options: OwnedFleetOptions = {},
): OwnedFleet | null {
  const { serverPrice: own, serverGpus, perKwh, ...terms } = checkOptions(options);
  const { gpusPerReplica, replicas, spareReplicas, request } = estimate;
  const { gpu } = namedGpu(request.gpu);
  const { footprint, rent } = cost;
  const price = own === undefined ? serverPrice(gpu, cost.currency, cost.today) : null;
  const perServer = own === undefined ? price : { low: own, high: own };
  if (perServer === null || footprint === null) return null;
  const { min, max } = footprint.perYear.kWh;
  const kwhPerYear = (min + max) / 2;
  const ofZone = perKwh === undefined ? electricityPrice(footprint.zone, kwhPerYear) : null;
  const electricity = ofZone?.currency === cost.currency ? ofZone : null;
  const kwhPrice = perKwh ?? electricity?.perKwh;
  if (kwhPrice === undefined) return null;
  const size = serverGpus ?? price?.gpus ?? gpu.serverGpus;
  const servers = wholeMachines({ gpusPerReplica, replicas: replicas + spareReplicas }, size);
  const at = (capital: number): Ownership => ownershipCost({ ...terms, capital, perKwh: kwhPrice, kwhPerYear });
  const low = at(servers * perServer.low);
  const high = at(servers * perServer.high);
  return {
    servers,
    gpus: servers * size,
    price,
    electricity,
    low,
    high,
    overRent:
      rent === null
        ? null
        : { min: low.perHourWithoutStaff / rent.perHour, max: high.perHourWithoutStaff / rent.perHour },
  };
}

function checkOptions(options: OwnedFleetOptions): OwnedFleetOptions {
  checkKeys(checkObject(options, "options"), "options", [
    "serverPrice",
    "serverGpus",
    "perKwh",
    "years",
    "interest",
    "residual",
    "upkeep",
    "network",
    "hostingPerYear",
    "staffPerYear",
  ]);
  optional(checkPositive)(options.serverPrice, "options.serverPrice");
  optional(checkPositive)(options.serverGpus, "options.serverGpus");
  return options;
}
