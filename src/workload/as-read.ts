import { isEncoder, isPoolingModel, writesNothing, type Model } from "../catalog/model.js";
import { InfrascaleError } from "../errors.js";
import { checkPositive } from "../internal/check.js";
import { readImages } from "./images.js";
import { longerBy } from "./length-distribution.js";
import type { ResolvedLengths } from "./request-lengths.js";
import { workloadRule } from "../rules/workload.js";
import type { Rule } from "../rules/rule-code.js";

/**
 * Lengths of requests as a model takes them: prompts with the tokens of their images, which have to be read and are held in the cache as others
 * are; outputs of a model that writes, and none of one that answers with a vector or a score.
 *
 * @param lengths - of the text, and images.
 * @param model - that reads them.
 * @param path - before the names of fields in errors, with its dot.
 * @returns lengths of the whole prompts; the same without images.
 * @throws {@link InfrascaleError} `out-of-range` for a model that writes without outputs, `contradictory-workload` for outputs of another and for
 * prefixes that an encoder does not keep; and see {@link readImages}.
 */
export function asRead<Given extends ResolvedLengths & { readonly inputTokens?: number }>(
  lengths: Given,
  model: Model,
  path: string,
): Given {
  const { output, maxOutputTokens, sharedPrefixTokens, prefixCacheHitRate, images } = lengths;
  const refuse = (rule: Rule, fields: Readonly<Record<string, number>>): void => {
    for (const [field, value] of Object.entries(fields))
      if (value > 0) throw new InfrascaleError({ code: "contradictory-workload", field: path + field, ...rule, value });
  };
  if (isPoolingModel(model)) refuse(writesNothing(model), { outputTokens: output.mean, maxOutputTokens });
  else checkPositive(output.mean, `${path}outputTokens`);
  if (isEncoder(model)) refuse(workloadRule("keeps-no-cache"), { sharedPrefixTokens, prefixCacheHitRate });
  if (images === undefined) return lengths;
  const { perRequest, tokens } = readImages(images, model);
  const input = longerBy(lengths.input, perRequest * tokens);
  return { ...lengths, input, ...(lengths.inputTokens !== undefined && { inputTokens: input.mean }) };
}
