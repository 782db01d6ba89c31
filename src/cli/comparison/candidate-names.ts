import type { FeasibleCandidate } from "../../decide/compare/index.js";

/** Columns for a name: longer ones go on in the next line. */
const NAME_COLUMNS = 20;

/** What tells candidates apart: the GPU, and of model, engine and format what differs. */
export function namesOf(all: readonly FeasibleCandidate[]): (candidate: FeasibleCandidate) => string {
  const parts: readonly ((candidate: FeasibleCandidate) => string)[] = [
    ({ model }) => model.replace(/^.*\//, ""),
    ({ estimate }) => estimate.performanceModel,
    ({ choice }) => choice.precision?.weights ?? "",
  ];
  const telling = parts.filter((part) => new Set(all.map(part)).size > 1);
  return (candidate) =>
    [candidate.gpu, ...telling.map((part) => part(candidate))].map((name) => brokenName(name)).join("\n ");
}

/** A name in lines of twenty columns, broken behind a dash where one stands. */
export function brokenName(name: string): string {
  if (name.length <= NAME_COLUMNS) return name;
  const dash = name.lastIndexOf("-", NAME_COLUMNS - 1) + 1;
  const end = dash > 0 ? dash : NAME_COLUMNS;
  return `${name.slice(0, end)}\n ${brokenName(name.slice(end))}`;
}
