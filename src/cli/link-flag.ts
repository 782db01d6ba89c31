import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { parseLink, type Link } from "../catalog/link.js";
import { findGpu, gpus, type Gpu } from "../index.js";

const FORMS =
  "It must be pcie4x8, pcie5x16-host (no peer access), bridge112.5 (pairs) or nvlink900, GB/s both ways; joined by +.";

/** Adds the option that states how GPUs are joined. */
export const addLinkFlag = (command: Command): Command =>
  command.option("--link <form>", "how GPUs are joined: pcie4x8, pcie5x16-host, bridge112.5, nvlink900", linkOf);

/** A GPU by name or as an object, joined as the option says. */
export const withLink = (gpu: string | Gpu, link: Link | undefined): string | Gpu =>
  link === undefined ? gpu : link(typeof gpu === "string" ? findGpu(gpu, gpus) : gpu);

/** What one text of the option says. */
export function linkOf(text: string): Link {
  const link = parseLink(text);
  if (link === null) throw new InvalidArgumentError(FORMS);
  return link;
}
