/** What each part of src knows, from the ground up: a folder, or files that belong together. */
export const PARTS: Readonly<Record<string, string>> = {
  basics: "units, errors and the rules that they name, checks of what callers pass, sums and roots",
  catalog: "GPUs, models, engines: what a description says, and whose name is meant",
  workload: "people, requests, lengths, traffic, and the targets that they ask for",
  deployment: "a model on GPUs: formats, splits, settings of the engine, and the memory that it takes",
  scaling: "corrections of the classic model by GPUs and by batch",
  kernels: "the time of a step, by the laws of the kernels that it is made of",
  queueing: "who waits, for how long, in distributions",
  simulate: "traffic through a fleet, request by request",
  performance: "performance models: slots, rates and times of a deployment under a load",
  constraints: "what a purchase has to satisfy: a demand and a limit each",
  minimizers: "searches for the smallest value of a function",
  uncertainty: "how far predictions are off, and the intervals that follow",
  estimate: "the search for the fewest GPUs, its proof, and its margin",
  measurements: "tables of measured deployments",
  calibrate: "an engine profile from load tests of one's own",
  shipped: "the catalogs and constants that ship, joined to the functions that need them",
  launch: "commands, files and load tests of a purchase",
  cost: "money, energy and carbon",
  decide: "comparison, what-if, the most users, the day, and why",
  language: "every sentence of the library, in English and French, by its code",
  entries: "what each import of the package exports",
  cli: "the command",
};

const FILES: Readonly<Record<string, string>> = {
  internal: "basics",
  rules: "basics",
  "units.ts": "basics",
  "errors.ts": "basics",
};

/**
 * Part of a file by its path below src: its folder, the basics, or an entry of the package.
 *
 * @throws Error where the part has no words in {@link PARTS}.
 */
export function partOf(file: string): string {
  const first = file.split("/")[0] ?? "";
  const part = FILES[first] ?? (first.endsWith(".ts") ? "entries" : first);
  if (!(part in PARTS)) throw new Error(`scripts/architecture/parts.ts lacks words for src/${first}`);
  return part;
}
