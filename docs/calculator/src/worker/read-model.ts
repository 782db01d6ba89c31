import { modelFromHuggingFace } from "infrascale/import";
import { packModel } from "../scenario/packed-model.js";
import { foundModel } from "./catalogue.js";
import type { ModelFiles, OwnModel } from "./protocol.js";

/** A model of one's own, from the files of its repository. */
export async function readModel({ name, config, quantisation }: ModelFiles): Promise<OwnModel> {
  const model = modelFromHuggingFace(config, {
    ...(name !== "" && { id: name }),
    ...(quantisation !== null && { quantisation }),
  });
  return { ...foundModel(model), packed: await packModel(model) };
}
