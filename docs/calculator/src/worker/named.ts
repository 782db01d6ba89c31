import { findGpu, gpus, InfrascaleError, type EstimateRequest, type Model } from "infrascale";
import { parseLink } from "../../../../src/catalog/link.js";
import { unpackModel } from "../scenario/packed-model.js";
import type { Question } from "../scenario/question.js";

/** The one that was unpacked last: while one types, the model stays. */
let last: { readonly packed: string; readonly model: Model } | null = null;

/**
 * What the library is asked, with a model of one's own in place of its name, and GPUs joined as they are.
 *
 * @throws {@link InfrascaleError} `unreadable-file` for what is no packed model; `unknown-id` for a GPU that has a link and is not known.
 */
export async function requestOf(question: Question): Promise<EstimateRequest> {
  const { request, ownModel } = question;
  const gpu = joinedGpu(question);
  return ownModel === "" ? { ...request, gpu } : { ...request, gpu, model: await ownModelOf(ownModel) };
}

function joinedGpu({ request: { gpu }, link: text = "" }: Question): EstimateRequest["gpu"] {
  const link = parseLink(text);
  if (link === null) return gpu;
  return link(typeof gpu === "string" ? findGpu(gpu, gpus) : gpu);
}

async function ownModelOf(packed: string): Promise<Model> {
  if (last?.packed !== packed) {
    const model = await unpackModel(packed);
    if (model === null)
      throw new InfrascaleError({
        code: "unreadable-file",
        field: "model",
        rule: "is not understood",
        ruleCode: "understood",
        value: packed,
      });
    last = { packed, model };
  }
  return last.model;
}
