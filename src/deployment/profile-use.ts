import type { Deployment } from "./deployment.js";

/** A deployment that a profile is used for. */
export interface ProfiledDeployment {
  /** Id of the model. */
  readonly model: string;
  /** Id of the GPU. */
  readonly gpu: string;
  /** Name of the engine. */
  readonly engine: string;
  /** Version of the engine. */
  readonly engineVersion: string;
  /** GPUs that a layer is sharded over. */
  readonly tensor: number;
  /** GPUs that the experts of a layer are spread over, each whole. */
  readonly expert: number;
}

/** Something that the profile was not fitted to. */
export interface ProfileDifference {
  /** What differs. */
  readonly field: keyof ProfiledDeployment;
  /** What the profile was fitted to. */
  readonly profile: readonly (string | number)[];
  /** What it is used for. */
  readonly request: string | number;
}

/** How far an engine profile is used on what it was fitted to. */
export interface ProfileUse {
  /** True when model, GPU, engine, its version and the sizes of tensor and expert parallelism are all among those of the profile. */
  readonly matches: boolean;
  /** What is not. The prediction holds as far as the differences do not matter. */
  readonly differences: readonly ProfileDifference[];
}

/**
 * What the profile of a deployment was fitted to, against what it is used for. What the profile leaves open does not count.
 *
 * @param deployment - what is predicted.
 * @returns the differences; null without a profile.
 */
export function profileUse({
  profile,
  model,
  gpu,
  engine,
  engineVersion,
  parallelism,
}: Pick<Deployment, "profile" | "model" | "gpu" | "engine" | "engineVersion" | "parallelism">): ProfileUse | null {
  if (profile === null) return null;
  const { provenance } = profile;
  const used: ProfiledDeployment = {
    model: model.id,
    gpu: gpu.id,
    engine: engine.engine,
    engineVersion,
    tensor: parallelism.tensor,
    expert: parallelism.expert,
  };
  const fitted: Readonly<Record<keyof ProfiledDeployment, readonly (string | number)[]>> = {
    model: provenance.models,
    gpu: provenance.gpus,
    engine: provenance.engines,
    engineVersion: provenance.engineVersions,
    tensor: provenance.tensorSizes,
    expert: provenance.expertSizes,
  };
  const differences: ProfileDifference[] = [];
  for (const field of Object.keys(fitted) as (keyof ProfiledDeployment)[]) {
    const known = fitted[field];
    if (known.length > 0 && !known.includes(used[field]))
      differences.push({ field, profile: known, request: used[field] });
  }
  return { matches: differences.length === 0, differences };
}
