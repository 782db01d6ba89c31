import { InfrascaleError } from "infrascale";
import type { Order, Report, Work, Works } from "./protocol.js";
import { refusalOf } from "./refusal.js";
import type { Tell } from "./tell.js";

type Doing<Of extends Work> = (asked: Works[Of]["asked"], tell: Tell) => Promise<Works[Of]["answer"]>;

/** Who does each work; what is seldom asked for is loaded when it is. */
const WORKS: { readonly [Of in Work]: Doing<Of> } = {
  catalogue: async () => (await import("./catalogue.js")).catalogue(),
  findModels: async (words) => (await import("./catalogue.js")).findModels(words),
  readModel: async (files) => (await import("./read-model.js")).readModel(files),
  refusedFormats: async (asked) => (await import("./refused-formats.js")).refusedFormats(asked),
  answer: async (question) => (await import("./answer.js")).answer(question),
  classic: async (question) => (await import("./classic.js")).classic(question),
  muchFewer: async (asked) => (await import("./ways-out.js")).muchFewer(asked),
  fleetBears: async (asked) => (await import("./fleet-bears.js")).fleetBears(asked),
  gpuSteps: async (question, tell) => (await import("./gpu-steps.js")).gpuSteps(question, tell),
  replay: async (asked, tell) => (await import("./replay.js")).replay(asked, tell),
  speedByLoad: async (asked, tell) => (await import("./speed-by-load.js")).speedByLoad(asked, tell),
  waysOut: async (question) => (await import("./ways-out.js")).waysOut(question),
  compare: async (asked, tell) => (await import("./compare.js")).compare(asked, tell),
  whatIf: async (question, tell) => (await import("./what-if.js")).whatIf(question, tell),
  thresholds: async (question, tell) => (await import("./what-if.js")).thresholds(question, tell),
  launch: async (question) => (await import("./launch.js")).launch(question),
  day: async (asked) => (await import("./day.js")).day(asked),
  calibrate: async (asked) => (await import("./calibrate.js")).calibrate(asked),
  readScenario: async (text) => (await import("./read-scenario.js")).readScenario(text),
};

async function carryOut<Of extends Work>({ id, work, asked }: Order<Of>): Promise<void> {
  const say = (report: Report): void => {
    postMessage(report);
  };
  try {
    say({
      id,
      kind: "done",
      answer: await WORKS[work](asked, (share, part) => say({ id, kind: "progress", share, part })),
    });
  } catch (error) {
    if (error instanceof InfrascaleError) say({ id, kind: "refused", refusal: refusalOf(error) });
    else say({ id, kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

addEventListener("message", ({ data }: MessageEvent<Order>) => void carryOut(data));
