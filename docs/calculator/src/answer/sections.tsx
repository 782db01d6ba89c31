import type { JSX } from "preact";
import type { Strings } from "../language/en.js";
import type { Answer } from "../worker/protocol.js";
import { lazily } from "../study/lazily.js";
import { Classic } from "./classic.js";
import { HowSure } from "./how-sure.js";
import { Limits } from "./limits.js";
import { Memory } from "./memory.js";

/** One part of the answer below its sentence. */
export interface Section {
  /** Its place in the page, for links to it. */
  readonly id: string;
  readonly title: (say: Strings) => string;
  readonly View: (props: { readonly answer: Answer }) => JSX.Element | null;
  /** True of parts that have something to say where no number of GPUs does. */
  readonly alsoInfeasible: boolean;
}

const loads = () => import("../study/parts.js");
const Speed = lazily(async () => (await loads()).Speed);
const Steps = lazily(async () => (await loads()).Steps);
const Fleet = lazily(async () => (await loads()).Fleet);
const ReplayPart = lazily(async () => (await loads()).ReplayPart);
const Compare = lazily(async () => (await import("../study/compare/compare.js")).Compare);
const WhatIf = lazily(async () => (await import("../study/what-if/what-if.js")).WhatIf);
const Launch = lazily(async () => (await import("../study/launch/launch.js")).Launch);
const Day = lazily(async () => (await import("../study/day/day.js")).Day);
const Exports = lazily(async () => (await import("../study/exports/exports.js")).Exports);

/** All parts, in the order of the page. A part is added here. */
export const SECTIONS: readonly Section[] = [
  { id: "limits", title: (say) => say.limits.title, View: Limits, alsoInfeasible: true },
  { id: "sure", title: (say) => say.sure.title, View: HowSure, alsoInfeasible: true },
  { id: "memory", title: (say) => say.memory.title, View: Memory, alsoInfeasible: false },
  { id: "compare", title: (say) => say.parts.compare, View: Compare, alsoInfeasible: true },
  { id: "what-if", title: (say) => say.parts.whatIf, View: WhatIf, alsoInfeasible: false },
  { id: "steps", title: (say) => say.parts.steps, View: Steps, alsoInfeasible: false },
  { id: "speed", title: (say) => say.parts.speed, View: Speed, alsoInfeasible: false },
  { id: "fleet", title: (say) => say.parts.fleet, View: Fleet, alsoInfeasible: true },
  { id: "day", title: (say) => say.parts.day, View: Day, alsoInfeasible: false },
  { id: "launch", title: (say) => say.parts.launch, View: Launch, alsoInfeasible: false },
  { id: "replay", title: (say) => say.parts.replay, View: ReplayPart, alsoInfeasible: false },
  { id: "exports", title: (say) => say.parts.exports, View: Exports, alsoInfeasible: true },
  { id: "classic", title: (say) => say.classic.title, View: Classic, alsoInfeasible: false },
];
