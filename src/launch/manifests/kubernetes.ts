import { gibFromBytes } from "../../units.js";
import type { EngineLaunch } from "../engines/engine-launch.js";
import { ALONE } from "../engines/engine-option.js";
import type { LaunchedReplica } from "../launched-replica.js";
import type { LaunchFile } from "../words.js";
import { containerOf } from "./container.js";
import { podSpec } from "./pod.js";

/** What runs in a cluster. */
export interface KubernetesOptions {
  readonly launch: EngineLaunch;
  readonly replica: LaunchedReplica;
  readonly replicas: number;
  readonly image: string;
  /** Extended resource of the GPUs. */
  readonly gpuResource: string;
  /** Name of everything. */
  readonly name: string;
  /** The engine's file, where the command names one. */
  readonly file: LaunchFile | null;
}

type Manifest = Readonly<Record<string, unknown>>;

/** Room for another version of the weights beside the one that is served. */
const CHECKPOINTS_KEPT = 2;
const CLAIM_STEP_GIB = 10;

/**
 * What is applied to a cluster: a Deployment where a replica fits a server, a LeaderWorkerSet where it spans several; a Service before them, a
 * claim for what is downloaded, and a config map where the engine reads a file.
 *
 * @param options - what runs.
 * @returns manifests; each is written as a document of YAML.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/; kubernetes-sigs/lws config/crd/bases@83ba21e
 */
export const kubernetesManifests = (options: KubernetesOptions): readonly Manifest[] => [
  options.replica.servers > 1 ? leaderWorkerSet(options) : deployment(options),
  service(options),
  claim(options),
  ...(options.file === null ? [] : [configMap(options.name, options.file)]),
];

function deployment(options: KubernetesOptions): Manifest {
  const { name, replicas, launch, replica, image } = options;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      // No GPUs stand by for a replica more.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        metadata: { labels: { app: name } },
        spec: podSpec({ ...podOf(options), container: containerOf(launch, replica, image, ALONE), serves: true }),
      },
    },
  };
}

/** The first server of a replica answers requests, the others work for it. */
function leaderWorkerSet(options: KubernetesOptions): Manifest {
  const { name, replicas, launch, replica, image } = options;
  const head = "$(LWS_LEADER_ADDRESS)";
  const template = (rank: number | string): Manifest => ({
    metadata: { labels: { app: name } },
    spec: podSpec({
      ...podOf(options),
      container: containerOf(launch, replica, image, { rank, head }),
      serves: rank === 0,
      shellWords: rank === 0 ? null : (launch.ranksAcrossServers?.(replica) ?? null),
    }),
  });
  return {
    apiVersion: "leaderworkerset.x-k8s.io/v1",
    kind: "LeaderWorkerSet",
    metadata: { name },
    spec: {
      replicas,
      rolloutStrategy: { type: "RollingUpdate", rollingUpdateConfiguration: { maxSurge: 0, maxUnavailable: 1 } },
      leaderWorkerTemplate: {
        size: replica.servers,
        restartPolicy: "RecreateGroupOnPodRestart",
        leaderTemplate: template(0),
        workerTemplate: template("$(LWS_WORKER_INDEX)"),
      },
    },
  };
}

const podOf = ({
  name,
  gpuResource,
  replica,
  file,
}: KubernetesOptions): Omit<Parameters<typeof podSpec>[0], "container" | "serves"> => ({
  gpuResource,
  gpus: replica.gpus / replica.servers,
  configMap: file === null ? null : name,
  claim: claimName(name),
});

const service = ({ name, replica: { servers } }: KubernetesOptions): Manifest => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: {
    selector:
      servers > 1
        ? { "leaderworkerset.sigs.k8s.io/name": name, "leaderworkerset.sigs.k8s.io/worker-index": "0" }
        : { app: name },
    ports: [{ name: "http", port: 80, targetPort: "http" }],
  },
});

const claimName = (name: string): string => `${name}-cache`;

/** One claim for all pods: those on several nodes have to read it. */
const claim = ({ name, replicas, replica: { servers, checkpointBytes } }: KubernetesOptions): Manifest => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: claimName(name) },
  spec: {
    accessModes: [replicas * servers > 1 ? "ReadWriteMany" : "ReadWriteOnce"],
    resources: {
      requests: {
        storage: `${Math.ceil((CHECKPOINTS_KEPT * gibFromBytes(checkpointBytes)) / CLAIM_STEP_GIB) * CLAIM_STEP_GIB}Gi`,
      },
    },
  },
});

/** JSON is YAML, and needs no writer. */
const configMap = (name: string, { path, content }: LaunchFile): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data: { [path]: `${JSON.stringify(content, null, 2)}\n` },
});
