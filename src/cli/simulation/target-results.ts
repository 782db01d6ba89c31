import type { TargetResult } from "../../simulate.js";
import { limitName, TARGETS } from "../../workload/targets.js";
import { colours } from "../colours.js";
import type { CommandLanguage } from "../language/command-language.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";

/** What a simulation came to. */
interface Outcome {
  readonly met: boolean;
  readonly targets: readonly TargetResult[];
  readonly withinTargets: number | null;
}

/** Of a run that ended before its fleet had settled. */
export const tooShortWarning = (tooShort: boolean, { words }: CommandLanguage): string =>
  tooShort ? wrap(words.simulation.tooShort).join("\n") : "";

/** `... meets the targets` or `... misses ttft p95`, and how many requests kept every limit. */
export function outcome(
  subject: string,
  { met, targets, withinTargets }: Outcome,
  { words: { simulation: words }, figures }: CommandLanguage,
): string {
  const share = withinTargets === null ? "" : words.withinLimits(withinTargets);
  const missed = targets.filter((target) => !target.met).map((target) => figures.constraint(limitName(target)));
  const colour = met ? colours.green : colours.red;
  return wrap(`${subject} ${met ? words.meets : words.misses(missed.join(", "))}${share}`)
    .map((line) => colours.bold(colour(line)))
    .join("\n");
}

/** Each target beside what came of it. */
export function targetTable(
  { targets }: Pick<Outcome, "targets">,
  { words: { simulation: words }, figures }: CommandLanguage,
): string {
  if (targets.length === 0) return "";
  const rows = targets.map((result) => {
    const format = TARGETS[result.target].kind === "speed" ? figures.number : figures.seconds;
    return [
      figures.constraint(limitName(result)),
      format(result.limit),
      result.value === null ? words.none : format(result.value),
      result.met ? "" : words.missed,
    ];
  });
  return formatTable([words.target, words.limit, words.simulated, ""], rows, [1, 2]);
}
