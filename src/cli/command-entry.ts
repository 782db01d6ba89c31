import type { Command } from "commander";

/** One of the commands. */
export interface CommandEntry {
  readonly description: string;
  /** Loads what adds the options and the action of a command. */
  readonly load: () => Promise<(command: Command) => void>;
}

/** The commands by name. */
export type Commands = Readonly<Record<string, CommandEntry>>;
