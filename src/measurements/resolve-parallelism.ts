/** Sizes as a source states them; null where it is silent. */
export interface StatedParallelism {
  readonly gpus: number | null;
  readonly tensor: number | null;
  readonly pipeline: number | null;
  readonly expert: number | null;
  readonly data: number | null;
}

/** Sizes in the library's meaning: `replicas` x `tensor` x `pipeline` x `data` GPUs. */
export interface ResolvedParallelism {
  readonly gpus: number;
  readonly tensor: number;
  readonly pipeline: number;
  readonly expert: number;
  readonly data: number;
  /** Independent copies of the deployment, which share the load. */
  readonly replicas: number;
}

/** Why sizes have no meaning. */
export type ParallelismRefusal = "parallelism-not-stated" | "parallelism-contradictory";

/**
 * One meaning for the three ways to write attention data parallelism. The number of GPUs decides: when
 * tensor x pipeline x data fits it, sizes stand as they are, and GPUs left over are replicas; when tensor x pipeline
 * alone fits it, the tensor size counts the data ranks in; an empty tensor size is what the GPUs leave.
 *
 * @param stated - sizes of a source.
 * @returns sizes, or why there are none.
 */
export function resolveParallelism(stated: StatedParallelism): ResolvedParallelism | ParallelismRefusal {
  const pipeline = stated.pipeline ?? 1;
  const data = stated.data ?? 1;
  const gpus = stated.gpus ?? (stated.tensor === null ? null : stated.tensor * pipeline * data);
  if (gpus === null) return "parallelism-not-stated";
  // One GPU splits nothing, and a stated data size leaves the rest to the tensor size.
  const tensor = stated.tensor ?? (gpus === 1 || data > 1 ? gpus / (pipeline * data) : null);
  if (tensor === null) return "parallelism-not-stated";
  const asStated = { gpus, tensor, pipeline, data };
  const ranksCountedIn = { gpus, tensor: tensor / data, pipeline, data };
  const sizes = [asStated, ranksCountedIn].find(fits);
  const expert = stated.expert ?? 1;
  if (sizes === undefined || expert > sizes.tensor * sizes.data) return "parallelism-contradictory";
  return { ...sizes, expert, replicas: gpus / (sizes.tensor * pipeline * data) };
}

const fits = ({ gpus, tensor, pipeline, data }: Omit<ResolvedParallelism, "expert" | "replicas">): boolean =>
  [tensor, pipeline, data, gpus / (tensor * pipeline * data)].every((size) => Number.isInteger(size) && size >= 1);
