import { fieldOf } from "../scenario/paths.js";
import type { DecimalMark } from "../scenario/read-number.js";
import type { Inputs } from "../scenario/scenario.js";
import { shownAs } from "../scenario/shown-as.js";
import type { WayOut } from "../worker/protocol.js";

/** Where the library is asked for a limit that is named by its constraint: `ttft p95` is `targets.ttft.p95`. */
const pathOfLimit = (constraint: string): string =>
  constraint === "maxGpus" ? "options.search.maxGpus" : `targets.${constraint.replace(" ", ".")}`;

/**
 * A way out, made in the form.
 *
 * @param way - what changes.
 * @param inputs - as typed.
 * @param mark - before decimals.
 * @returns texts of the fields that change.
 */
export function taken(way: WayOut, inputs: Inputs, mark: DecimalMark): Partial<Inputs> {
  if (way.kind === "gpu") return { gpu: way.gpu.id };
  if (way.kind === "weights") return { weights: way.weights };
  const texts = way.limits.flatMap(({ constraint, to }) => {
    const name = fieldOf(pathOfLimit(constraint), inputs);
    return name === null ? [] : Object.entries(shownAs(name, to, mark));
  });
  return Object.fromEntries(texts);
}
