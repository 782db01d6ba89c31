import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { PCIE_LANE_BYTES_PER_SECOND } from "../catalog/pcie.js";
import { findGpu, gpus, type Gpu } from "../index.js";
import { bytesFromGigabytes } from "../units.js";

/** How GPUs are joined, as an option states it: a change of what the catalog says of a GPU. */
export type Link = (gpu: Gpu) => Gpu;

const FORMS =
  "It must be pcie4x8, pcie5x16-host (no peer access), bridge112.5 (pairs) or nvlink900, GB/s both ways; joined by +.";

const PCIE = /^pcie([3-6])x(1|2|4|8|16)(-host)?$/i;
const RATED = /^(bridge|nvlink)(\d+(?:\.\d+)?)$/i;

/** Adds the option that states how GPUs are joined. */
export const addLinkFlag = (command: Command): Command =>
  command.option("--link <form>", "how GPUs are joined: pcie4x8, pcie5x16-host, bridge112.5, nvlink900", linkOf);

/** A GPU by name or as an object, joined as the option says. */
export const withLink = (gpu: string | Gpu, link: Link | undefined): string | Gpu =>
  link === undefined ? gpu : link(typeof gpu === "string" ? findGpu(gpu, gpus) : gpu);

/** What one text of the option says. */
export function linkOf(text: string): Link {
  const changes = text
    .split("+")
    .map((part): ((joined: Gpu["interconnect"], servers: number) => Gpu["interconnect"]) => {
      const [, generation, lanes, host] = PCIE.exec(part.trim()) ?? [];
      if (generation !== undefined) {
        const kind = `PCIe${generation}`;
        const bytesPerSecond = Number(lanes) * (PCIE_LANE_BYTES_PER_SECOND[kind] ?? NaN);
        return () => ({
          kind,
          bytesPerSecond,
          lanes: Number(lanes),
          peerAccess: host === undefined,
          domainGpus: 1,
          bridge: null,
        });
      }
      const [, form = "", rate = ""] = RATED.exec(part.trim()) ?? [];
      const bytesPerSecond = bytesFromGigabytes(Number(rate));
      if (form === "" || bytesPerSecond === 0) throw new InvalidArgumentError(FORMS);
      if (form.toLowerCase() === "bridge")
        return (joined) => ({ ...joined, bridge: { kind: "bridge", bytesPerSecond, gpus: 2 } });
      return (_, servers) => ({ kind: "NVLink", bytesPerSecond, domainGpus: servers, bridge: null });
    });
  return (gpu) => ({
    ...gpu,
    interconnect: changes.reduce((joined, change) => change(joined, gpu.serverGpus), gpu.interconnect),
  });
}
