import type { Engine } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import type { EstimateRequest as ObjectRequest } from "../estimate/resolve-problem.js";
import type { EngineProfile } from "../deployment/engine-profile.js";
import type { DeploymentPrecision } from "../deployment/formats.js";

/** What is served, on what, to whom, how well; model and GPU by catalog id, or as objects of your own. */
export interface EstimateRequest extends Omit<ObjectRequest, "model" | "gpu"> {
  /** Id or alias of the catalog, case and punctuation forgiven, name of a quantised copy or of a model of the same shape, or a model of your own. */
  readonly model: string | Model;
  /** Id or alias of the catalog, case and punctuation forgiven, or a GPU of your own. */
  readonly gpu: string | Gpu;
  /**
   * The serving engine: `vllm`, `sglang@0.5.9`, or a profile of your own. It has no meaning beside a performance model of
   * your own.
   *
   * @defaultValue "vllm"
   */
  readonly engine?: string | Engine;
  /**
   * Number formats. Those left out are the checkpoint's, a fixed scale for each tensor of 8-bit weights (blocks for Qwen 3), and
   * the cache that the checkpoint asks for, else 16 bit, or 8 bit where TensorRT-LLM serves quantised weights; the result says in `assumed` which.
   */
  readonly precision?: Partial<DeploymentPrecision>;
  /**
   * What your own load tests say of that engine, as `calibrate` returns it. It has no meaning beside a performance model of
   * your own.
   */
  readonly profile?: EngineProfile;
}
