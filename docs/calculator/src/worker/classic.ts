import { classicModel, estimateGpus, type EstimateRequest } from "infrascale";
import { limitOf } from "./limit-of.js";
import { requestOf } from "./named.js";
import type { ClassicAnswer, ClassicQuestion } from "./protocol.js";

const meanOf = (lengths: EstimateRequest["workload"]["inputTokens"]): number =>
  typeof lengths === "object" && "mean" in lengths ? lengths.mean : Number(lengths);

/**
 * The original's formulas, to the letter, for as many requests in flight, lengths without spread, and the limits as means.
 *
 * @param classicQuestion - the question, and the requests in flight that the answer has.
 * @returns its answer.
 */
export async function classic({ question, requestsInFlight }: ClassicQuestion): Promise<ClassicAnswer> {
  const { model, gpu, precision, workload, targets } = await requestOf(question);
  const { limitSeconds: perToken } = limitOf(targets.tpot);
  const tokensPerSecond = perToken === null ? null : 1 / perToken;
  const { limitSeconds: waitSeconds } = limitOf(targets.ttft);
  const asked = { tokensPerSecond, waitSeconds };
  const estimate = estimateGpus(
    {
      model,
      gpu,
      ...(precision !== undefined && { precision }),
      workload: {
        requestsInFlight,
        inputTokens: meanOf(workload.inputTokens),
        outputTokens: meanOf(workload.outputTokens ?? 0),
      },
      targets: {
        ...(tokensPerSecond !== null && { tokensPerSecond }),
        ...(waitSeconds !== null && { waitSeconds }),
      },
    },
    { performance: classicModel() },
  );
  if (estimate.status === "infeasible") return { ...asked, gpus: null, gpusPerReplica: null, replicas: null };
  const { gpus, gpusPerReplica, replicas } = estimate;
  return { ...asked, gpus, gpusPerReplica, replicas };
}
