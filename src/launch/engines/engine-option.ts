import { compareVersions } from "../../catalog/engine.js";
import type { LaunchedReplica } from "../launched-replica.js";

/** Who a server of a replica is, where there are several. */
export interface ServerPlace {
  /** Its number, from 0; a variable where one template stands for all but the first. */
  readonly rank: number | string;
  /** Address of the first, or the variable that holds it. */
  readonly head: string;
}

/** What an option is given: `true` for a switch, truth values, numbers, words, or an object that is written as JSON. */
export type OptionValue = boolean | number | string | Readonly<Record<string, unknown>>;

/** What the parser of an engine takes for an option. */
export type OptionType = "switch" | "integer" | "share" | "word" | "boolean" | "json";

/** One option of an engine. */
export interface EngineOption {
  /** As it is typed, `--max-num-seqs`; a key of the engine's file with its path, `kv_cache_config.dtype`. */
  readonly name: string;
  /** What follows it. */
  readonly takes: OptionType;
  /** First version that has it; absent where all that were read do. */
  readonly from?: string;
  /** First version without it. */
  readonly below?: string;
  /** Where it was read. */
  readonly source: string;
  /** What a replica gives it; null where it is left out. */
  readonly value: (replica: LaunchedReplica, place: ServerPlace) => OptionValue | null;
}

/** An option of a table. */
export const option = (
  name: string,
  takes: OptionType,
  source: string,
  value: EngineOption["value"],
  versions: Pick<EngineOption, "from" | "below"> = {},
): EngineOption => ({ name, takes, source, value, ...versions });

/** True of an option that a version has. */
export const isInVersion = ({ from, below }: Pick<EngineOption, "from" | "below">, version: string): boolean =>
  (from === undefined || compareVersions(version, from) >= 0) &&
  (below === undefined || compareVersions(version, below) < 0);

/** True of a key of a file. */
export const isFileKey = ({ name }: Pick<EngineOption, "name">): boolean => !name.startsWith("-");

/** An option that a launch gives, with its value. */
export interface GivenOption extends Pick<EngineOption, "name" | "takes" | "source"> {
  readonly value: OptionValue;
}

/** The options that a replica gives, in the order of the table. */
export const givenOptions = (
  options: readonly EngineOption[],
  replica: LaunchedReplica,
  place: ServerPlace,
): readonly GivenOption[] =>
  options.flatMap((option) => {
    const value = isInVersion(option, replica.version) ? option.value(replica, place) : null;
    return value === null ? [] : [{ name: option.name, takes: option.takes, source: option.source, value }];
  });

/** Options that a replica would give, had its version them yet; those that tell servers apart aside. */
export const missingOptions = (options: readonly EngineOption[], replica: LaunchedReplica): readonly string[] =>
  options
    .filter(({ from }) => from !== undefined && compareVersions(replica.version, from) < 0)
    .filter((option) => option.value({ ...replica, servers: 1 }, ALONE) !== null)
    .map(({ name }) => name);

/** Where a replica of one server stands. */
export const ALONE: ServerPlace = { rank: 0, head: "" };
