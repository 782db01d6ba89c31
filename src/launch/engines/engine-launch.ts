import type { Precision } from "../../catalog/precision.js";
import type { Draft } from "../draft.js";
import type { LaunchedReplica } from "../launched-replica.js";
import type { LauncherName, LaunchNotice } from "../notice.js";
import type { EngineOption } from "./engine-option.js";

/** Something that starts one process on each GPU of several servers. */
export interface Launcher {
  /** Which. */
  readonly by: LauncherName;
  /** Its own words before the command. */
  readonly words: readonly string[];
}

/** How an engine is started. */
export interface EngineLaunch {
  /** Words before everything else. */
  readonly command: readonly string[];
  /** Option that names the model; null where it is the first word. */
  readonly modelOption: string | null;
  /** Its options, and the keys of its file that are no options. */
  readonly options: readonly EngineOption[];
  /** Its file of options: the option that names it, and the key of the model; null where the file takes other keys than options. */
  readonly file: { readonly option: string; readonly modelKey: string | null };
  /** Formats that it quantises 16-bit weights to as it loads them. */
  readonly quantises: readonly Precision[];
  /** Formats that it keeps keys and values in. */
  readonly caches: readonly Precision[];
  /** How it drafts. */
  readonly drafts: readonly Draft["method"][];
  /** First and last version whose options were read. */
  readonly readFrom: string;
  readonly readTo: string;
  /** What SGLang's bench_serving calls the protocol of its completions. */
  readonly benchBackend: string;
  /** Port that it listens on. */
  readonly port: number;
  /** Image for NVIDIA's GPUs. */
  readonly image: (version: string) => string;
  /** True where data-parallel ranks of a dense model are better servers of their own than ranks of one. */
  readonly startsRanksApart: boolean;
  /** What starts the processes of several servers together; null, or absent, where each server is started by itself. */
  readonly launcher?: (replica: LaunchedReplica) => Launcher | null;
  /** What would be refused at the start, or changed in silence. */
  readonly noticesOf: (replica: LaunchedReplica) => readonly LaunchNotice[];
  /** What a shell adds on all servers but the first, where it follows from their number; null for nothing. */
  readonly ranksAcrossServers?: (replica: LaunchedReplica) => string | null;
}

/** What starts the servers of a replica together; null where it has one, or where each is started by itself. */
export const launcherOf = ({ launcher }: EngineLaunch, replica: LaunchedReplica): Launcher | null =>
  replica.servers > 1 ? (launcher?.(replica) ?? null) : null;
