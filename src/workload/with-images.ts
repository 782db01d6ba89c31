import type { Model } from "../catalog/model.js";
import { readImages } from "./images.js";
import { longerBy } from "./length-distribution.js";
import type { ResolvedLengths } from "./request-lengths.js";

/**
 * Lengths of prompts with the tokens of their images, which have to be read and are held in the cache as others are.
 *
 * @param lengths - of the text, and images.
 * @param model - that reads them.
 * @returns lengths of the whole prompts; the same without images.
 * @throws {@link InfrascaleError} see {@link readImages}.
 */
export function withImages<Given extends ResolvedLengths & { readonly inputTokens?: number }>(lengths: Given, model: Pick<Model, "id" | "imageEncoder">): Given {
  if (lengths.images === undefined) return lengths;
  const { perRequest, tokens } = readImages(lengths.images, model);
  const input = longerBy(lengths.input, perRequest * tokens);
  return { ...lengths, input, ...(lengths.inputTokens !== undefined && { inputTokens: input.mean }) };
}
