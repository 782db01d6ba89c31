import type { JSX } from "preact";
import type { Strings } from "../language/en.js";
import type { Answer } from "../worker/protocol.js";
import { Classic } from "./classic.js";
import { HowSure } from "./how-sure.js";
import { Limits } from "./limits.js";
import { Memory } from "./memory.js";
import { lazily } from "../study/lazily.js";

/** One part of the answer below its sentence. */
export interface Section {
  /** Its place in the page, for links to it. */
  readonly id: string;
  readonly title: (say: Strings) => string;
  readonly View: (props: { readonly answer: Answer }) => JSX.Element | null;
  /** True of parts that have something to say where no number of GPUs does. */
  readonly alsoInfeasible: boolean;
}

const studies = () => import("../study/parts.js");

/** All parts, in the order of the page. A part is added here. */
export const SECTIONS: readonly Section[] = [
  { id: "limits", title: (say) => say.limits.title, View: Limits, alsoInfeasible: true },
  { id: "sure", title: (say) => say.sure.title, View: HowSure, alsoInfeasible: true },
  { id: "memory", title: (say) => say.memory.title, View: Memory, alsoInfeasible: false },
  {
    id: "speed",
    title: (say) => say.speed.title,
    View: lazily(async () => (await studies()).Speed),
    alsoInfeasible: false,
  },
  {
    id: "steps",
    title: (say) => say.gpuSteps.title,
    View: lazily(async () => (await studies()).Steps),
    alsoInfeasible: false,
  },
  {
    id: "fleet",
    title: (say) => say.fleet.title,
    View: lazily(async () => (await studies()).Fleet),
    alsoInfeasible: true,
  },
  {
    id: "replay",
    title: (say) => say.replay.title,
    View: lazily(async () => (await studies()).ReplayPart),
    alsoInfeasible: false,
  },
  { id: "classic", title: (say) => say.classic.title, View: Classic, alsoInfeasible: false },
];
