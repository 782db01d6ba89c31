import { listed, rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of the command: of its options and of the files that they name. */
export const COMMAND_RULES = {
  "left-out-with": ({ option }: { option: string }) => `must be left out with ${option}`,
  "comes-with-option": ({ option }: { option: string }) => `must come with ${option}`,
  "comes-with-sessions": () => "must come with a trace that has a column session or parent_row",
  "given-without-preset": () => "must be given where no --preset is",
  "share-below-one": () => "must be a number in [0, 1)",
  "integer-alone": () => "must be an integer",
  "bytes-at-most": ({ most }: { most: number }) => `must have at most ${most} bytes`,
  "readable-path": () => "must be the path of a readable file",
  "writable-path": () => "must be the path of a file that can be written",
  "new-path": () => "must be the path of a new file",
  "file-of-its-own": ({ kind }: { kind: "plan" | "profile" }) =>
    `must be a new file, or one that holds ${kind === "plan" ? "a plan" : "an engine profile"} and nothing else`,
  "holds-json": ({ said }: { said: string }) => `must hold JSON (${said})`,
  "holds-csv": ({ said }: { said: string }) => `must hold a table of comma-separated values (${said})`,
  "number-at-line-end": ({ line }: { line: number }) => `must have a number at the end of line ${line}`,
  "form-without-compose": () =>
    "must be another form: Compose starts no replica of several servers, and has no words for other GPUs than NVIDIA's",
  "form-without-kubernetes": () =>
    "must be another form: a launcher of its own starts such a replica, or no device plugin is known for its GPUs",
  "form-without-load-test": () => "must be another form: load tests of models that write nothing cannot be read",
  "scenario-option": () => "must name options of a command: `infrascale init` lists them",
  "scenario-value": () => "must be text, a number or a list of them",
  "scenario-object": () => "must hold options by name",
  "one-object-a-line": () => "must hold one JSON object a line, not an array",
  "object-of-a-line": () => "must be one JSON object, as every line of a trace that begins with one",
  "line-characters-at-most": ({ most }: { most: number }) => `must have lines of at most ${most} characters`,
  "header-and-request": () => "must hold a header and at least one request",
  "header-and-row": () => "must hold a header and at least one row",
  "needs-columns": ({ columns }: { columns: readonly string[] }) =>
    `must have the column${columns.length > 1 ? "s" : ""} ${listed(columns)}`,
  "one-of-columns": ({ columns }: { columns: readonly string[] }) =>
    `must have only one of the columns ${listed(columns)}`,
  "session-beside-think-time": () => "must have the column session beside think_time_s",
  "table-columns": ({ speeds, logs }: { speeds: readonly string[]; logs: readonly string[] }) =>
    `must have one of the columns ${listed(speeds)} (speeds), or of ${listed(logs)} (start-up logs)`,
  "session-named": () => "must name a session",
  "row-order": () => "must not be before the row above",
  "session-row-order": () => "must not be before the row above of its session",
  "date-and-time": () =>
    "must be a date and time, 2023-11-16 18:17:03.98 (seconds belong under t_s, milliseconds under t_ms)",
};

export const commandRule: Breaks<typeof COMMAND_RULES> = rulesOf(COMMAND_RULES);
