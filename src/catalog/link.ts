import { bytesFromGigabytes } from "../units.js";
import type { Gpu, Interconnect } from "./gpu.js";
import { PCIE_LANE_BYTES_PER_SECOND } from "./pcie.js";

/** How GPUs are joined, where it is otherwise than the catalog says: a change of a GPU. */
export type Link = (gpu: Gpu) => Gpu;

const PCIE = /^pcie([3-6])x(1|2|4|8|16)(-host)?$/i;
const RATED = /^(bridge|nvlink)(\d+(?:\.\d+)?)$/i;

/**
 * What a text says of how GPUs are joined: `pcie4x8`, `pcie5x16-host` where they cannot write into each other's memory, `bridge112.5` for pairs,
 * `nvlink900` for all GPUs of a server, GB/s in both directions together; several with a `+` between them, each a change of what those before it left.
 *
 * @param text - as it is written in an option, a scenario file or a web address.
 * @returns the change; null where the text is none.
 */
export function parseLink(text: string): Link | null {
  const changes = text.split("+").map((part) => pcie(part.trim()) ?? rated(part.trim()));
  return changes.every((change) => change !== null)
    ? (gpu) => ({
        ...gpu,
        interconnect: changes.reduce((joined, change) => change(joined, gpu.serverGpus), gpu.interconnect),
      })
    : null;
}

/** A change of links, in servers of as many GPUs. */
type Change = (joined: Interconnect, serverGpus: number) => Interconnect;

function pcie(text: string): Change | null {
  const [, generation, lanes, host] = PCIE.exec(text) ?? [];
  if (generation === undefined) return null;
  const kind = `PCIe${generation}`;
  const bytesPerSecond = Number(lanes) * (PCIE_LANE_BYTES_PER_SECOND[kind] ?? NaN);
  return (joined) => ({
    ...networkOf(joined),
    kind,
    bytesPerSecond,
    lanes: Number(lanes),
    peerAccess: host === undefined,
    domainGpus: 1,
    bridge: null,
  });
}

function rated(text: string): Change | null {
  const [, form, rate] = RATED.exec(text) ?? [];
  const bytesPerSecond = bytesFromGigabytes(Number(rate));
  if (form === undefined || bytesPerSecond === 0) return null;
  return form.toLowerCase() === "bridge"
    ? (joined) => ({ ...joined, bridge: { kind: "bridge", bytesPerSecond, gpus: 2 } })
    : (joined, serverGpus) => ({
        ...networkOf(joined),
        kind: "NVLink",
        bytesPerSecond,
        domainGpus: serverGpus,
        bridge: null,
      });
}

/** The network between servers is no link of theirs inside. */
const networkOf = ({ networkBytesPerSecond }: Interconnect): Pick<Interconnect, "networkBytesPerSecond"> =>
  networkBytesPerSecond === undefined ? {} : { networkBytesPerSecond };
