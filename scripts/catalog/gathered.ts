import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../src/catalog/model.js";
import type { Curated } from "./facts.js";

/** Files of facts by the end of their name, and the day on which each was written down. */
const PARTS: readonly (readonly [ending: string, gathered: string])[] = [
  ["", "2026-11-23"],
  ["-2", "2026-11-29"],
];

/** A fact, and the day on which it was written down. */
export interface Gathered<Facts> {
  readonly facts: Facts;
  readonly gathered: string;
}

/**
 * All facts of a kind, in the order of their files.
 *
 * @param directory - where the files are.
 * @param name - `gpus` or `models`.
 */
export const gatheredFacts = <Facts>(directory: string, name: "gpus" | "models"): readonly Gathered<Facts>[] =>
  PARTS.flatMap(([ending, gathered]) =>
    (JSON.parse(readFileSync(join(directory, `${name}${ending}.json`), "utf8")) as readonly Facts[]).map((facts) => ({
      facts,
      gathered,
    })),
  );

/** What the catalog holds of a model that no fact says. */
export const curatedOf = (entry: Model | undefined, gathered: string): Curated & { readonly vision: number } => ({
  aliases: entry?.aliases ?? [],
  statePrecision: entry?.layers.flatMap(({ mixer }) =>
    mixer?.kind === "linear" && mixer.statePrecision !== undefined ? [mixer.statePrecision] : [],
  )[0],
  vision: entry?.parameters.vision ?? 0,
  imageEncoder: entry?.imageEncoder,
  gathered,
});
