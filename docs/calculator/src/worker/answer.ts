import { estimateGpus, findGpu, gpus, type EstimateRequest, type Gpu } from "infrascale";
import { costOf, inServers } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import { listedGpu } from "./catalogue.js";
import { requestOf } from "./named.js";
import type { Answer, AnsweredGpu } from "./protocol.js";

/** The fewest GPUs, in servers, and what they cost. */
export async function answer(question: Question): Promise<Answer> {
  const request = await requestOf(question);
  const estimate = estimateGpus(request, question.options);
  const isFeasible = estimate.status === "feasible";
  return {
    estimate,
    gpu: answeredGpu(request),
    servers: isFeasible ? (inServers(request.gpu, estimate)[0] ?? null) : null,
    cost: isFeasible ? costOf(estimate, question.cost) : null,
  };
}

function answeredGpu(request: EstimateRequest): AnsweredGpu {
  const gpu: Gpu = typeof request.gpu === "string" ? findGpu(request.gpu, gpus) : request.gpu;
  const { driverBytes, visibleBytes, marketedBytes } = gpu.memory;
  return { ...listedGpu(gpu), cardBytes: driverBytes ?? visibleBytes ?? marketedBytes };
}
