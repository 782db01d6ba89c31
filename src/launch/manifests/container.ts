import type { EngineLaunch } from "../engines/engine-launch.js";
import { ALONE, type ServerPlace } from "../engines/engine-option.js";
import type { LaunchedReplica } from "../launched-replica.js";
import { launchWords } from "../words.js";

/** A container that serves, as Compose and Kubernetes take it apart. */
export interface LaunchContainer {
  readonly image: string;
  /** The program: explicit, since the entry point of an image changes from version to version. */
  readonly program: readonly string[];
  /** Its arguments. */
  readonly words: readonly string[];
  readonly port: number;
}

/** Where containers find the engine's file. */
export const CONFIG_FOLDER = "/config";
/** Where they keep what they download. */
export const CACHE_FOLDER = "/cache";
/** Path that tells whether a server is up: the same for all engines. */
export const HEALTH_PATH = "/health";
/** Seconds that loading may take, 180 times ten: more than 100 GB come from a hub. */
export const CHECK_SECONDS = 10;
export const START_CHECKS = 180;

/** The container of one server of a replica. */
export function containerOf(
  launch: EngineLaunch,
  replica: LaunchedReplica,
  image: string,
  place: ServerPlace = ALONE,
): LaunchContainer {
  const { command, port } = launch;
  const words = launchWords(launch, replica, place, `${CONFIG_FOLDER}/${replica.engine}.yaml`);
  return { image, program: command, words: words.slice(command.length), port };
}
