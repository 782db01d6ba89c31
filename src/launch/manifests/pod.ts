import {
  CACHE_FOLDER,
  CHECK_SECONDS,
  CONFIG_FOLDER,
  HEALTH_PATH,
  START_CHECKS,
  type LaunchContainer,
} from "./container.js";

/** A pod that serves, or a part of a replica. */
export interface PodOptions {
  readonly container: LaunchContainer;
  /** Extended resource of the GPUs, and how many of them. */
  readonly gpuResource: string;
  readonly gpus: number;
  /** Name of the config map with the engine's file; null without. */
  readonly configMap: string | null;
  /** Claim that holds what is downloaded. */
  readonly claim: string;
  /** True of a pod that answers requests. */
  readonly serves: boolean;
  /** What a shell adds to the words; null for nothing. */
  readonly shellWords?: string | null;
}

/** What vllm-project/recipes (strategies) give to ranks that share memory. */
const SHARED_MEMORY = "16Gi";

/** Checks in a row that may fail, as Kubernetes has it where nobody says. */
const USUAL_FAILURES = 3;

const probe = (failureThreshold: number): object => ({
  httpGet: { path: HEALTH_PATH, port: "http" },
  periodSeconds: CHECK_SECONDS,
  failureThreshold,
});

/** The spec of a pod. Processors and memory of the host are not sized, and not asked for. */
export function podSpec(options: PodOptions): Readonly<Record<string, unknown>> {
  const { container, gpuResource, gpus, configMap, claim, serves, shellWords = null } = options;
  const { image, program, words, port } = container;
  const [command, args] =
    shellWords === null
      ? [program, words]
      : [
          ["sh", "-c", `exec "$0" "$@" ${shellWords}`],
          [...program, ...words],
        ];
  return {
    containers: [
      {
        name: "server",
        image,
        command,
        args,
        env: [
          { name: "HF_HOME", value: CACHE_FOLDER },
          { name: "HF_TOKEN", valueFrom: { secretKeyRef: { name: "hf-token", key: "token", optional: true } } },
        ],
        ...(serves
          ? {
              ports: [{ name: "http", containerPort: port }],
              startupProbe: probe(START_CHECKS),
              readinessProbe: probe(USUAL_FAILURES),
              livenessProbe: probe(USUAL_FAILURES),
            }
          : {}),
        resources: { limits: { [gpuResource]: String(gpus) } },
        volumeMounts: [
          { name: "shm", mountPath: "/dev/shm" },
          { name: "cache", mountPath: CACHE_FOLDER },
          ...(configMap === null ? [] : [{ name: "config", mountPath: CONFIG_FOLDER }]),
        ],
      },
    ],
    volumes: [
      { name: "shm", emptyDir: { medium: "Memory", sizeLimit: SHARED_MEMORY } },
      { name: "cache", persistentVolumeClaim: { claimName: claim } },
      ...(configMap === null ? [] : [{ name: "config", configMap: { name: configMap } }]),
    ],
  };
}
