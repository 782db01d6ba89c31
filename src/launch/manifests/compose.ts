import type { LaunchFile } from "../words.js";
import {
  CACHE_FOLDER,
  CHECK_SECONDS,
  CONFIG_FOLDER,
  HEALTH_PATH,
  START_CHECKS,
  type LaunchContainer,
} from "./container.js";

/** What a Compose file says of one server. */
export interface ComposeOptions {
  readonly container: LaunchContainer;
  /** GPUs of a replica. */
  readonly gpus: number;
  /** Replicas that share the server. */
  readonly replicas: number;
  /** Name of the services. */
  readonly name: string;
  /** The engine's file, where the command names one. */
  readonly file: LaunchFile | null;
}

const VOLUME = "hf-cache";

/**
 * A Compose file for one server: a service for each replica, on GPUs and a port of its own.
 *
 * @param options - what runs there.
 * @returns the file; it is written as YAML.
 * @see https://github.com/compose-spec/compose-spec; https://docs.docker.com/compose/how-tos/gpu-support/
 */
export const composeFile = (options: ComposeOptions): Readonly<Record<string, unknown>> => ({
  services: Object.fromEntries(
    Array.from({ length: options.replicas }, (_, index) => [`${options.name}-${index}`, service(options, index)]),
  ),
  volumes: { [VOLUME]: {} },
});

function service({ container, gpus, file }: ComposeOptions, index: number): Readonly<Record<string, unknown>> {
  const { image, program, words, port } = container;
  return {
    image,
    entrypoint: program.map(escaped),
    command: words.map(escaped),
    ports: [`${port + index}:${port}`],
    // Ranks share memory; the 64 MB of a container are too few for them.
    ipc: "host",
    ulimits: { memlock: -1, stack: 67_108_864 },
    environment: { HF_HOME: CACHE_FOLDER, HF_TOKEN: "${HF_TOKEN:-}" },
    volumes: [
      `${VOLUME}:${CACHE_FOLDER}`,
      ...(file === null ? [] : [`./${file.path}:${CONFIG_FOLDER}/${file.path}:ro`]),
    ],
    deploy: {
      resources: {
        reservations: {
          devices: [
            {
              driver: "nvidia",
              device_ids: Array.from({ length: gpus }, (_, gpu) => String(index * gpus + gpu)),
              capabilities: ["gpu"],
            },
          ],
        },
      },
    },
    healthcheck: {
      test: ["CMD", "curl", "-fsS", `http://localhost:${port}${HEALTH_PATH}`],
      interval: `${CHECK_SECONDS}s`,
      start_period: `${CHECK_SECONDS * START_CHECKS}s`,
    },
    restart: "unless-stopped",
  };
}

/** Compose takes a dollar sign for a variable. */
const escaped = (word: string): string => word.replaceAll("$", "$$$$");
