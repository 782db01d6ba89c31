import type { Candidate } from "../../decide/compare/index.js";

/** What tells a candidate from the others: the GPU, and of model, engine and format what differs. */
export function partsOf(all: readonly Candidate[]): (candidate: Candidate) => readonly string[] {
  const parts: readonly ((candidate: Candidate) => string)[] = [
    ({ choice: { model } }) => nameOf(model).replace(/^.*\//, ""),
    ({ choice: { engine = "" } }) => nameOf(engine),
    ({ choice }) => choice.precision?.weights ?? "",
  ];
  const telling = parts.filter((part) => new Set(all.map(part)).size > 1);
  return (candidate) => [candidate.gpu, ...telling.map((part) => part(candidate))].filter((part) => part !== "");
}

const nameOf = (part: string | { readonly id: string }): string => (typeof part === "string" ? part : part.id);

/** The same for a narrow column. */
export function namesOf(all: readonly Candidate[]): (candidate: Candidate) => string {
  const parts = partsOf(all);
  return (candidate) => parts(candidate).map(brokenName).join("\n ");
}

/** Columns for a name: longer ones go on in the next line. */
const NAME_COLUMNS = 14;

/** A name in lines of fourteen columns, broken behind a dash where one stands. */
export function brokenName(name: string): string {
  if (name.length <= NAME_COLUMNS) return name;
  const dash = name.lastIndexOf("-", NAME_COLUMNS - 1) + 1;
  const end = dash > 0 ? dash : NAME_COLUMNS;
  return `${name.slice(0, end)}\n ${brokenName(name.slice(end))}`;
}
