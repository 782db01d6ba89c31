import { describe, expect, it } from "vitest";
import { checkObservations, readLoadTest } from "../../src/calibrate.js";
import { lengthDistribution } from "../../src/core.js";
import {
  engineModel,
  estimateGpus,
  findGpu,
  findModel,
  gpus,
  models,
  parseModelName,
  predictServing,
  predictWaiting,
  searchCatalog,
  type ServingLoad,
} from "../../src/index.js";
import { simulate } from "../../src/simulate.js";
import { denseModel } from "../support/arbitraries.js";
import { refusal } from "../support/refusal.js";

const lengths = { inputTokens: 100, outputTokens: 20 };
const named = { model: "llama-3.1-8b", gpu: "h100" };
const underLoad = (load: ServingLoad): string => refusal(() => predictServing({ ...named, load, ...lengths }));
const withUsers = (concurrentUsers: number): string =>
  refusal(() => estimateGpus({ ...named, workload: { concurrentUsers, ...lengths }, targets: { tokensPerSecond: 5 } }));

/** More rows than a call takes arguments. */
const MANY = 200_000;
const HEADER = "concurrency,inputTokens,outputTokens,tpotSeconds\n";
/** As long as a table may be, but for its header. */
const LONG = 2 ** 24 - 100;

describe("what is too large ends, with a typed error where it is beyond all sense", { timeout: 600_000 }, () => {
  it("names", () => {
    const long = "a".repeat(100_000);
    expect(refusal(() => findModel(long, models))).toBe("unknown-id model");
    expect(refusal(() => findGpu(long, gpus))).toBe("unknown-id gpu");
    expect(refusal(() => engineModel(long))).toBe("unknown-id engine");
    expect(refusal(() => parseModelName("-fp8".repeat(25_000)))).toBe("out-of-range name");
    expect(refusal(() => searchCatalog(gpus, "h ".repeat(10_000)))).toBe("accepted");
  });

  it("loads", () => {
    expect(withUsers(1e12)).toBe("accepted");
    expect(withUsers(1e16)).toBe("out-of-range workload.requestsInFlight");
    expect(underLoad({ kind: "closed-loop", requestsInFlight: 4, rounds: 1e10 })).toBe("accepted");
    expect(underLoad({ kind: "closed-loop", requestsInFlight: 4, rounds: 1e18 })).toBe("out-of-range load.rounds");
    expect(underLoad({ kind: "burst", requests: 1e12 })).toBe("accepted");
    expect(underLoad({ kind: "static-batch", requests: 1e12 })).toBe("accepted");
    expect(
      refusal(() => predictWaiting({ ...named, replicas: 1e9, workload: { requestsPerSecond: 1e12, ...lengths } })),
    ).toBe("accepted");
  });

  it("models", () => {
    const {
      layers: [group],
      ...rest
    } = denseModel(2, 8, 2);
    const layersOf = (count: number, pipeline: number): string =>
      refusal(() =>
        predictServing({
          model: { ...rest, layers: group === undefined ? [] : [{ ...group, count }] },
          gpu: "h100",
          parallelism: { pipeline },
          load: { kind: "burst", requests: 1 },
          ...lengths,
        }),
      );
    expect(layersOf(10_000, 10_000)).toBe("accepted");
    expect(layersOf(2 ** 32, 2 ** 30)).toBe("out-of-range model.layers[0].count");
  });

  it("lists of lengths and traces", () => {
    expect(
      refusal(() => lengthDistribution({ values: Array.from({ length: MANY }, (_, i) => 1 + (i % 1000)) }, "input")),
    ).toBe("accepted");
    const column = (value: number): Int32Array => new Int32Array(MANY).fill(value);
    const trace = {
      arrivalSeconds: Float64Array.from(column(0), (_, i) => i),
      inputTokens: column(10),
      outputTokens: column(2),
    };
    expect(simulate({ ...named, trace }).finished).toBe(MANY);
  });

  it("files of load tests", () => {
    const read = (text: string): string => refusal(() => readLoadTest(text));
    expect(read(`${HEADER}${"1,100,200,0.02\n".repeat(20_001)}`)).toBe("file-too-large file");
    expect(read(`${HEADER}${"1,".repeat(LONG / 2)}`)).toBe("accepted");
    expect(readLoadTest(`${HEADER}1,100,200,0.02\n${"1,".repeat(LONG / 4)}`).observations).toHaveLength(1);
    expect(read(`${HEADER}${'"'.repeat(LONG)}`)).toBe("accepted");
    for (const text of [" ", "\n", "{", "{\n", "["]) expect(read(text.repeat(2 ** 20))).toBe("unreadable-file file");
    expect(read("x".repeat(LONG))).toBe("unrecognised-format file");
    expect(readLoadTest(`\uFEFF${HEADER}1,100,200,0.02\n`).observations).toHaveLength(1);
    expect(
      refusal(() => checkObservations(readLoadTest(`${HEADER}${"1,100,200,0.02\n".repeat(10_000)}`).observations)),
    ).toBe("accepted");
  });
});
