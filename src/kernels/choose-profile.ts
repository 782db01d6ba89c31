import { valueAt } from "../internal/remembered.js";
import type { WeightStorage } from "../deployment/formats.js";
import type { Gpu } from "../catalog/gpu.js";
import { mixersOf } from "../catalog/mixers.js";
import { hasExperts, isPoolingModel, type Model } from "../catalog/model.js";
import { bytesPerElement } from "../catalog/precision.js";
import { chooseCollective } from "./collective-choice.js";
import type { GemmConstants } from "./gemm.js";
import {
  chooseConstants,
  formatArithmetic,
  lessCertain,
  quantisationSeconds,
  type Choice,
  type ConstantsSource,
} from "./kernel-choice.js";
import type { KernelLaws } from "./kernel-laws.js";
import { mixerTime } from "./mixers.js";
import { replicaServers } from "./network.js";
import { FORMAT_COSTS, modelFormats, type KernelFormat } from "./number-format.js";
import type { GemmChoice, SpeedDeployment, SpeedProfile } from "./speed-profile.js";

/**
 * The constants that a deployment needs.
 *
 * @param deployment - what is served, by what, on what.
 * @param laws - all laws.
 * @returns constants with their peaks, and where they come from.
 */
export function speedProfile(deployment: SpeedDeployment, laws: KernelLaws): SpeedProfile {
  const { model, gpu, engine, storage, cache, parallelism } = deployment;
  const { tensor, pipeline, expert, data } = parallelism;
  const ofLaws = valueAt(profiles, laws, () => new WeakMap<Model, WeakMap<Gpu, Map<string, SpeedProfile>>>());
  const ofModel = valueAt(ofLaws, model, () => new WeakMap<Gpu, Map<string, SpeedProfile>>());
  const ofGpu = valueAt(ofModel, gpu, () => new Map<string, SpeedProfile>());
  const key = [
    engine,
    storage.weights,
    storage.scaling,
    storage.weightOnly,
    cache,
    tensor,
    pipeline,
    expert,
    data,
  ].join();
  return valueAt(ofGpu, key, () => chooseAll(deployment, laws));
}

/** Constants of deployments that were asked for before: the same model, GPU and laws, as objects. */
const profiles = new WeakMap<KernelLaws, WeakMap<Model, WeakMap<Gpu, Map<string, SpeedProfile>>>>();

/** Products of a layer of experts, one after the other: up (with the gate) and down. */
const PRODUCTS_OF_EXPERTS = 2;

function chooseAll(deployment: SpeedDeployment, laws: KernelLaws): SpeedProfile {
  const { model, gpu, engine, storage, cache, parallelism } = deployment;
  const formats = modelFormats(model, gpu, storage);
  const cacheFormat = bytesPerElement(cache) < bytesPerElement("bf16") ? "fp8" : "bf16";
  // Of a vendor whose kernels were not timed nothing but this is known of quantisation.
  const quantised = <Constants extends { readonly launchSeconds: number }>(
    choice: Choice<Constants>,
    format: KernelFormat,
    products: number,
  ): Choice<Constants> => {
    if (choice.source !== "datasheet") return choice;
    const added = products * quantisationSeconds(laws, gpu, formatArithmetic(format));
    return { ...choice, constants: { ...choice.constants, launchSeconds: choice.constants.launchSeconds + added } };
  };
  const gemm = (format: KernelFormat): GemmChoice => {
    const request = { gpu, engine, precision: format, arithmetic: () => formatArithmetic(format) };
    const choice = quantised(chooseConstants(laws, laws.gemm, laws.universal.gemm, request), format, 1);
    return {
      ...choice,
      constants: inService(choice.constants, format, storage, () => gemm("bf16").constants),
      weightBytes: FORMAT_COSTS[format].weightBytes,
      activationBytes: FORMAT_COSTS[format].activationBytes,
    };
  };
  const request = { gpu, engine, precision: cacheFormat };
  const profile = {
    deployment,
    bytesPerSecond: gpu.memoryBandwidthBytesPerSecond,
    attention: gemm(formats.attention),
    dense: gemm(formats.dense),
    shared: gemm(formats.shared),
    states: gemm(formats.states),
    plain: gemm("bf16"),
    decodeAttention: chooseConstants(laws, laws.decodeAttention, laws.universal.decodeAttention, {
      ...request,
      arithmetic: () => "bf16",
    }),
    prefillAttention: chooseConstants(laws, laws.prefillAttention, laws.universal.prefillAttention, {
      ...request,
      arithmetic: ({ arithmetic }) => arithmetic,
    }),
    // The fit of decoding counts an 8-bit cache against twice the 16-bit peak.
    latentDecode: chooseConstants(laws, laws.latentDecode, laws.universal.latentDecode, {
      ...request,
      arithmetic: () => cacheFormat,
    }),
    latentPrefill: chooseConstants(laws, laws.latentPrefill, laws.universal.latentPrefill, {
      ...request,
      arithmetic: () => "bf16",
    }),
    experts: {
      ...quantised(
        chooseConstants(laws, laws.experts, laws.universal.experts, {
          gpu,
          engine,
          precision: formats.experts,
          arithmetic: () => formatArithmetic(formats.experts),
        }),
        formats.experts,
        PRODUCTS_OF_EXPERTS,
      ),
      weightBytes: FORMAT_COSTS[formats.experts].weightBytes,
    },
    elementwise: laws.elementwise,
    cacheBytes: bytesPerElement(cache),
    tensorGroup: chooseCollective(laws, gpu, engine, parallelism.tensor),
    expertGroup: chooseCollective(laws, gpu, engine, parallelism.tensor * parallelism.data),
    nextStage: chooseCollective(laws, gpu, engine, 2),
  } as const;
  return { ...profile, source: sourceOf(profile) };
}

/**
 * Quantising the activations, as a kernel of its own, has gone into all constants of the timings of 8- and 4-bit products. In service it is
 * folded into the kernel before where a scale for the whole tensor is fixed:
 *
 * - in 8 bit with static scales a product is one of 16 bit at twice the arithmetic rate and half the bytes: so measured on an H100
 *   within 5 % (catalogs/measurements/device);
 * - NVFP4 has a fixed scale above those of its blocks. Launch and walk are those of 16 bit; bandwidth stays that of its own kernel, which
 *   reads scales beside weights. Against times per token of Llama-3.1-70B on B200 the median error falls from 12 to 5 %; TensorRT-LLM's
 *   timed walk, three times that of vLLM, is of a kernel that was not tuned.
 */
function inService(
  timed: GemmConstants,
  format: KernelFormat,
  { scaling }: WeightStorage,
  plain: () => GemmConstants,
): GemmConstants {
  const { computeEfficiency, bandwidthEfficiency } = timed;
  if (format === "fp8" && scaling === "tensor") return { ...plain(), computeEfficiency };
  return format === "nvfp4" ? { ...plain(), computeEfficiency, bandwidthEfficiency } : timed;
}

/** Of models that write nothing no load test was compared: the widest class of errors is theirs, whatever the GPU. */
function sourceOf(profile: Omit<SpeedProfile, "source">): ConstantsSource {
  const { model, gpu, parallelism } = profile.deployment;
  if (isPoolingModel(model)) return "datasheet";
  const used: ConstantsSource[] = [profile.attention.source, profile.dense.source, profile.plain.source];
  for (const mixer of mixersOf(model)) for (const kernel of mixerTime(mixer).kernels) used.push(profile[kernel].source);
  if (hasExperts(model)) used.push(profile.experts.source);
  if (parallelism.tensor > 1) used.push(profile.tensorGroup.source);
  if (parallelism.data > 1 && hasExperts(model)) used.push(profile.expertGroup.source);
  if (replicaServers(gpu, parallelism) > 1) used.push("family");
  return used.reduce(lessCertain);
}
