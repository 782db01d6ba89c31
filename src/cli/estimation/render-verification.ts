import type { Verification } from "../../index.js";
import type { CommandLanguage } from "../language/command-language.js";
import { outcome, targetTable, tooShortWarning } from "../simulation/target-results.js";

/** What a replay of the plan came to: met or not, and each target beside it. */
export function renderVerification(
  { met, tooShort, targets, withinTargets, replicas, simulation: { requests } }: Verification,
  language: CommandLanguage,
): string {
  const subject = language.words.simulation.replay(requests, replicas);
  return [
    outcome(subject, { met, targets, withinTargets }, language),
    targetTable({ targets }, language),
    tooShortWarning(tooShort, language),
  ]
    .filter((part) => part !== "")
    .join("\n");
}
