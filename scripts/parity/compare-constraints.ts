import { classicInputs, classicPrefillSeconds, classicBatchSeconds } from "../../src/core.js";
import {
  capacityConstraint,
  classicModel,
  memoryConstraint,
  throughputConstraint,
  waitConstraint,
  type Constraint,
} from "../../src/index.js";
import { gigabytesFromBytes } from "../../src/units.js";
import { scenarioOf, type OriginalInput } from "./original.js";

/** One evaluation of the original: its parameters with S, N, B, Q, and what its formulas gave. */
export interface ConstraintCase {
  readonly input: OriginalInput & { readonly S: number; readonly N: number; readonly B: number; readonly Q: number };
  readonly output: Readonly<Record<QuantityName, number>>;
}

type QuantityName =
  | "memory_gb"
  | "memory"
  | "throughput"
  | "capacity"
  | "wait"
  | "tpot_one_gpu"
  | "time_prefill"
  | "time_decoding"
  | "f"
  | "g";

/** A quantity of ours beside theirs; `scale` is the larger side where it is a difference of two. */
export interface Comparison {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
  readonly relativeError: number;
}

/**
 * Every quantity of one evaluation. A difference of near-equal sides has no relative precision of its own, so errors
 * are taken relative to the largest of the value and the two sides.
 */
export function compareConstraints({ input, output }: ConstraintCase): readonly Comparison[] {
  const performance = classicModel({
    memoryOverheadPercent: input.memory_overhead_percent,
    efficiency: input.efficiency_factor,
  });
  const scenario = scenarioOf(input);
  const decision = { gpusPerReplica: input.S, replicas: input.N, batchExponent: input.B, queueRatio: input.Q };
  const sides = (constraint: Constraint): readonly [number, number] => {
    const { demand, limit } = constraint.evaluate(decision, scenario);
    return [demand, limit];
  };
  const inGigabytes = ([demand, limit]: readonly [number, number]): readonly [number, number] => [
    gigabytesFromBytes(demand),
    gigabytesFromBytes(limit),
  ];
  const asSecondsPerToken = ([demand, limit]: readonly [number, number]): readonly [number, number] => [
    1 / limit,
    1 / demand,
  ];

  const memory = inGigabytes(sides(memoryConstraint(performance)));
  const inputs = classicInputs(scenario);
  const batchSize = 2 ** input.B;
  const prefill = classicPrefillSeconds(inputs, batchSize);
  const batch = classicBatchSeconds(inputs, batchSize);
  const difference = (name: QuantityName, [left, right]: readonly [number, number]): Comparison =>
    compare(name, left - right, output[name], left, right);
  const value = (name: QuantityName, ours: number): Comparison => compare(name, ours, output[name]);

  return [
    value("memory_gb", memory[0]),
    difference("memory", memory),
    difference("throughput", asSecondsPerToken(sides(throughputConstraint(performance, input.target_speed)))),
    difference("capacity", sides(capacityConstraint(performance))),
    difference("wait", sides(waitConstraint(performance, input.max_wait))),
    value("tpot_one_gpu", batch / scenario.workload.outputTokens),
    value("time_prefill", prefill),
    value("time_decoding", batch - prefill),
    value("f", performance.gpuScaling(input.S, scenario)),
    value("g", performance.batchScaling(input.B, input.Q, scenario, input.S)),
  ];
}

function compare(name: string, ours: number, theirs: number, ...sides: readonly number[]): Comparison {
  const scale = Math.max(Math.abs(theirs), ...sides.map(Math.abs));
  const error = Math.abs(ours - theirs);
  return { name, ours, theirs, relativeError: error === 0 ? 0 : error / scale };
}
