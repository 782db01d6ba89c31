import { InfrascaleError, type EstimateRequest, type Model } from "infrascale";
import { unpackModel } from "../scenario/packed-model.js";
import type { Question } from "../scenario/question.js";

/** The one that was unpacked last: while one types, the model stays. */
let last: { readonly packed: string; readonly model: Model } | null = null;

/**
 * What the library is asked, with a model of one's own in place of its name.
 *
 * @throws {@link InfrascaleError} `unreadable-file` for what is no packed model.
 */
export async function requestOf({ request, ownModel }: Question): Promise<EstimateRequest> {
  if (ownModel === "") return request;
  if (last?.packed !== ownModel) {
    const model = await unpackModel(ownModel);
    if (model === null)
      throw new InfrascaleError({
        code: "unreadable-file",
        field: "model",
        rule: "is not understood",
        ruleCode: "understood",
        value: ownModel,
      });
    last = { packed: ownModel, model };
  }
  return { ...request, model: last.model };
}
