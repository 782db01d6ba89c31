import { rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of names, and of models, GPUs and engines of one's own. */
export const CATALOG_RULES = {
  "id-or-own": () => "must be an id, or an object of your own",
  "known-name": ({ kind }: { kind: string }) => `must be the id or alias of a known ${kind}`,
  "one-name": ({ kind }: { kind: string }) => `must name one ${kind}: several have this name`,
  "in-catalog": ({ kind }: { kind: string }) => `must be known: the ${kind} that it has is not in the catalog`,
  decoder: () => "must be a decoder: an encoder-decoder is not modelled",
  "known-shape": () => "must have a shape that is known: no public config was found, import one (infrascale/import)",
  "stated-bits": () => "must say how many bits a weight has: the format alone does not",
  "short-name": ({ most }: { most: number }) => `must have at most ${most} characters`,
  predictable: ({ unsupported }: { unsupported: string }) => `must be one that can be predicted: ${unsupported}`,
  "at-most-total": ({ total }: { total: number }) => `must be at most the total of ${total}`,
  "with-head-at-most-total": ({ total }: { total: number }) => `must be, with the head, at most the total of ${total}`,
  "layer-groups": () => "must be a non-empty array of layer groups",
  "at-most-experts": ({ experts }: { experts: number }) => `must be at most the ${experts} experts`,
  "divides-query-heads": ({ heads }: { heads: number }) => `must divide the ${heads} query heads`,
  "writes-nothing": ({ model }: { model: string }) => `must be left out: ${model} writes no text`,
};

export const catalogRule: Breaks<typeof CATALOG_RULES> = rulesOf(CATALOG_RULES);
