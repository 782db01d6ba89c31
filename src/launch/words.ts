import { launcherOf, type EngineLaunch } from "./engines/engine-launch.js";
import {
  ALONE,
  givenOptions,
  isFileKey,
  type GivenOption,
  type OptionValue,
  type ServerPlace,
} from "./engines/engine-option.js";
import type { LaunchedReplica } from "./launched-replica.js";

/** What stands for a checkpoint that has to be named. */
export const UNNAMED_CHECKPOINT = "CHECKPOINT";

/** The options of an engine's file, and the commands that start with it. */
export interface LaunchFile {
  /** Name of the file. */
  readonly path: string;
  /** Its content; it is written as YAML. */
  readonly content: Readonly<Record<string, unknown>>;
}

const modelOf = ({ checkpoint }: LaunchedReplica): string => checkpoint ?? UNNAMED_CHECKPOINT;

const text = (value: OptionValue): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

const wordsOf = ({ name, takes, value }: GivenOption): readonly string[] =>
  takes === "switch" ? [name] : [name, text(value)];

/**
 * The words that start one server of a replica; keys of a file that are no options come with the file.
 *
 * @param launch - how the engine is started.
 * @param replica - what is started.
 * @param place - which server.
 * @param filePath - where the file lies.
 * @returns words, each as it reaches the program.
 */
export function launchWords(
  launch: EngineLaunch,
  replica: LaunchedReplica,
  place: ServerPlace = ALONE,
  filePath: string = filePathOf(replica),
): readonly string[] {
  const { command, modelOption, options, file } = launch;
  const given = givenOptions(options, replica, place);
  return [
    ...command,
    ...(modelOption === null ? [] : [modelOption]),
    modelOf(replica),
    ...given.filter((option) => !isFileKey(option)).flatMap(wordsOf),
    ...(given.some(isFileKey) ? [file.option, filePath] : []),
  ];
}

/** Name of an engine's file. */
const filePathOf = ({ engine }: LaunchedReplica): string => `${engine}.yaml`;

/**
 * The file of an engine: what only a file can say; or, where it takes options, all of them, but for those that tell servers apart.
 *
 * @param launch - how the engine is started.
 * @param replica - what is started.
 * @returns its name and content.
 */
export function launchFile({ options, file }: EngineLaunch, replica: LaunchedReplica): LaunchFile {
  const given = givenOptions(options, { ...replica, servers: 1 }, ALONE);
  const content = file.modelKey === null ? nested(given.filter(isFileKey)) : flat(given);
  return {
    path: filePathOf(replica),
    content: file.modelKey === null ? content : { [file.modelKey]: modelOf(replica), ...content },
  };
}

/** The words that start a server with the file, and what it does not hold. */
export function fileWords(launch: EngineLaunch, replica: LaunchedReplica, place: ServerPlace): readonly string[] {
  if (launch.file.modelKey === null) return launchWords(launch, replica, place);
  const inFile = new Set(givenOptions(launch.options, { ...replica, servers: 1 }, ALONE).map(({ name }) => name));
  const rest = givenOptions(launch.options, replica, place).filter(({ name }) => !inFile.has(name));
  return [...launch.command, launch.file.option, filePathOf(replica), ...rest.flatMap(wordsOf)];
}

/** Names without hyphens in front; objects as the JSON that the option takes. */
const flat = (given: readonly GivenOption[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    given.map(({ name, value }) => [
      name.replace(/^--/, ""),
      typeof value === "object" ? JSON.stringify(value) : value,
    ]),
  );

/** `a.b` as an object within an object. */
function nested(given: readonly GivenOption[]): Readonly<Record<string, unknown>> {
  const content: Record<string, Record<string, unknown> | OptionValue> = {};
  for (const { name, value } of given) {
    const [section = "", key] = name.split(".");
    if (key === undefined) content[section] = value;
    else content[section] = { ...(content[section] as Record<string, unknown> | undefined), [key]: value };
  }
  return content;
}

/** Variable that holds the address of a replica's first server. */
const HEAD = "$HEAD";

/**
 * The commands that start a replica.
 *
 * @param launch - how the engine is started.
 * @param replica - what is started.
 * @param wordsOfServer - of one server.
 * @returns those of one server after the other; one where a launcher starts them all.
 */
export function replicaCommands(
  launch: EngineLaunch,
  replica: LaunchedReplica,
  wordsOfServer: (launch: EngineLaunch, replica: LaunchedReplica, place: ServerPlace) => readonly string[],
): readonly (readonly string[])[] {
  if (replica.servers === 1) return [wordsOfServer(launch, replica, ALONE)];
  const launcher = launcherOf(launch, replica);
  const places = Array.from({ length: launcher === null ? replica.servers : 1 }, (_, rank) => ({ rank, head: HEAD }));
  return places.map((place) => [...(launcher?.words ?? []), ...wordsOfServer(launch, replica, place)]);
}
