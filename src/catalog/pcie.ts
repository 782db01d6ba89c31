import type { Gpu } from "./gpu.js";

/** True for a card whose neighbours are reached by PCIe, a bridge between pairs or not. */
export const sharesPcie = ({ interconnect }: Pick<Gpu, "interconnect">): boolean =>
  interconnect.kind.startsWith("PCIe");

/** One lane of PCIe, both directions together, bytes per second: 8, 16, 32 and 64 GT/s (PCI-SIG), as data sheets round them. */
export const PCIE_LANE_BYTES_PER_SECOND: Readonly<Record<string, number>> = {
  PCIe3: 2e9,
  PCIe4: 4e9,
  PCIe5: 8e9,
  PCIe6: 16e9,
};
