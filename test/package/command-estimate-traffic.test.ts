import { describe, expect, test } from "vitest";
import { infrascale, temporaryFiles } from "./run-command.js";

const file = temporaryFiles();

interface Shape {
  readonly gpus: number;
  readonly gpusPerReplica: number;
  readonly replicas: number;
  readonly spareReplicas: number;
  readonly constraints: readonly { readonly name: string; readonly limit: number }[];
  readonly margins: readonly { readonly name: string; readonly value: number; readonly gpus: number }[];
  readonly traffic: Readonly<Record<string, number>>;
  readonly request: { readonly routing: string; readonly workload: Readonly<Record<string, unknown>> };
  readonly assumed: readonly { readonly code: string }[];
  readonly verification: { readonly met: boolean; readonly simulation: { readonly requests: number } } | null;
}

const served = ["estimate", "--model", "llama-3.1-8b", "--gpu", "l40s"];
const chat = [...served, "--preset", "chat"];
const rate = [...chat, "--requests-per-second", "6", "--ttft-p95", "1"];
const json = (...args: readonly string[]): Shape => JSON.parse(infrascale(...args, "--json").stdout) as Shape;
/** Text without its lines and columns. */
const unwrapped = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("the line of the load shows every step", () => {
  const plain = ["--input-tokens", "500", "--output-tokens", "100", "--tokens-per-second", "10"];
  test.each([
    [
      "named users who think",
      [...chat, "--named-users", "2000", "--active-fraction", "0.05", "--ttft-p95", "2"],
      /2,000 named users x 0\.05 active = 100 in a session; each thinks 60 s and is answered in [\d.]+ s: 0\.\d+ requests in flight each = [\d.]+ requests in flight, [\d.]+ per second/,
    ],
    [
      "users at the peak",
      [...served, "--users", "100", "--peak-factor", "2", ...plain],
      /100 users x 2 at the peak = 200; 200 users x 0\.1 requests in flight each = 20 requests in flight, [\d.]+ per second/,
    ],
    [
      "a rate at the peak",
      [...chat, "--requests-per-second", "2", "--peak-factor", "1.9", "--tpot", "1"],
      /2 requests per second x 1\.9 at the peak = 3\.8; each takes [\d.]+ s: [\d.]+ requests in flight assumed: /,
    ],
    [
      "users who think",
      [...chat, "--users", "100", "--ttft-p95", "2"],
      /model 100 users; each thinks 60 s and is answered in [\d.]+ s: 0\.\d+ requests in flight each = /,
    ],
    [
      "requests in flight",
      [...served, "--requests-in-flight", "8", ...plain],
      /model 8 requests in flight, [\d.]+ per second assumed: /,
    ],
    [
      "more than can be answered",
      [...chat, "--users", "100000", "--ttft-p95", "1", "--max-gpus", "1"],
      /100,000 users; each thinks 60 s: 0\.\d+ requests in flight each = [\d,]+ requests in flight assumed: /,
    ],
  ])("%s", (_, args, line) => {
    const { stdout, stderr } = infrascale(...args);
    expect(stderr).toBe("");
    expect(unwrapped(stdout)).toMatch(line);
    for (const printed of stdout.split("\n")) expect(printed.length, printed).toBeLessThanOrEqual(80);
  });

  test("its figures are those of the estimate", () => {
    const { traffic } = json(...chat, "--named-users", "2000", "--active-fraction", "0.05", "--ttft-p95", "2");
    expect(traffic).toMatchObject({ namedUsers: 2000, activeFraction: 0.05, concurrentUsers: 100, thinkSeconds: 60 });
    expect((traffic["requestsPerSecond"] ?? 0) * (traffic["e2eSeconds"] ?? 0)).toBeCloseTo(
      traffic["requestsInFlight"] ?? 0,
      9,
    );
  });
});

describe("targets of a preset", () => {
  const named = [...chat, "--named-users", "100"];
  const limits = ({ constraints }: Shape): unknown =>
    constraints.filter(({ name }) => name.includes(" ")).map(({ name, limit }) => [name, limit]);
  const assumed = (shape: Shape): unknown => shape.assumed.filter(({ code }) => code === "target");

  test("are assumed where none is named, and told", () => {
    const { status, stdout } = infrascale(...named);
    expect(status).toBe(0);
    expect(unwrapped(stdout)).toContain(
      "assumed: ttft p95 within 500 ms, as for chat; tpot p95 within 50 ms, as for chat; the engine vllm; ",
    );
    const shape = json(...named);
    expect(limits(shape)).toEqual([
      ["ttft p95", 0.5],
      ["tpot p95", 0.05],
    ]);
    expect(assumed(shape)).toEqual([
      { code: "target", of: "ttft p95", asked: "chat", used: 0.5 },
      { code: "target", of: "tpot p95", asked: "chat", used: 0.05 },
    ]);
  });

  test("are none as soon as one is named", () => {
    const shape = json(...named, "--e2e-p90", "30");
    expect([limits(shape), assumed(shape)]).toEqual([[["e2e p90", 30]], []]);
  });

  test("nobody has who waits for no answer", () => {
    const { status, stderr } = infrascale(...served, "--preset", "batch", "--requests-in-flight", "20");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /targets must be stated: nobody waits for the answers of the preset batch.*\[missing-target\]/,
    );
  });
});

describe("percentiles", () => {
  test("are printed where traffic or targets ask for them, and not elsewhere", () => {
    const { stdout } = infrascale(...rate);
    expect(stdout).toMatch(/\ntime +mean +p50 +p90 +p95 +p99\n/);
    for (const row of ["to a slot", "to the first token", "per output token", "to the last token"])
      expect(stdout).toMatch(new RegExp(`\\n${row}( +[\\d.,]+ m?s){5}\\n`));
    expect(stdout).toMatch(/\nutilisation +[\d.]+ %\n/);
    expect(
      infrascale(
        ...served,
        "--requests-in-flight",
        "8",
        "--input-tokens",
        "500",
        "--output-tokens",
        "100",
        "--wait-seconds",
        "2",
      ).stdout,
    ).not.toMatch(/p95/);
  });

  test("bursts call for a replay, which then takes the place of the call", () => {
    const bursts = [...rate, "--arrival-cv", "3"];
    expect(unwrapped(infrascale(...bursts).stdout)).toMatch(
      /replay before you buy: requests come in bursts[^(]* \(--verify\)/,
    );
    expect(infrascale(...bursts, "--verify", "--requests", "200").stdout).not.toMatch(/replay before you buy/);
  });
});

describe("margins", () => {
  test("are passed on and named with what they add", () => {
    const args = [
      ...rate,
      "--peak-factor",
      "1.5",
      "--max-utilisation",
      "0.5",
      "--spare-replicas",
      "2",
      "--routing",
      "least-loaded",
    ];
    const { gpus, gpusPerReplica, replicas, spareReplicas, margins, constraints, request } = json(...args);
    expect({ spareReplicas, gpus, routing: request.routing }).toEqual({
      spareReplicas: 2,
      gpus: gpusPerReplica * (replicas + 2),
      routing: "least-loaded",
    });
    expect(margins.map(({ name, value }) => [name, value])).toEqual([
      ["peak factor", 1.5],
      ["utilisation guard", 0.5],
      ["spare replicas", 2],
    ]);
    expect(constraints.map(({ name }) => name)).toContain("utilisation");
    const { stdout } = infrascale(...args);
    for (const { name, value, gpus: added } of margins)
      expect(stdout).toMatch(new RegExp(`\\n${name} +${value} +${added} GPUs?\\n`));
    expect(stdout).toMatch(/\n\d+ = \(\d+ \+ 2\) x \d+ /);
  });
});

describe("--verify", () => {
  /** Without a margin, so that a replay has something to add. */
  const expected = [...rate, "--confidence", "expected"];

  test("prints what the replay came to, the same for the same seed", () => {
    const verified = [...expected, "--requests", "600", "--seed", "7"];
    const first = infrascale(...verified);
    expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: "" });
    expect(unwrapped(first.stdout)).toMatch(
      /replay of 600 requests on \d+ replicas? meets the targets; [\d.]+ % of requests within every limit target limit simulated ttft p95 1 s [\d.]+ m?s too short a run .* send more --requests expected/,
    );
    expect(infrascale(...verified).stdout).toBe(first.stdout);
    expect(infrascale(...expected, "--requests", "600", "--seed", "8").stdout).not.toBe(first.stdout);
    expect(json(...verified).verification).toMatchObject({ met: true, simulation: { requests: 600 } });
    expect(json(...rate).verification).toBeNull();
  });

  test("replays a trace, all of it or the first, and adds replicas that it takes", () => {
    const rows = Array.from({ length: 300 }, (_, index) => `${2 * Math.floor(index / 20)},1500,60`);
    const trace = file("trace.csv", `t_s,input_tokens,output_tokens\n${rows.join("\n")}\n`);
    const bursts = json(...expected, "--trace", trace);
    expect(bursts.verification).toMatchObject({ met: true, simulation: { requests: 300 } });
    expect(bursts.replicas).toBeGreaterThan(json(...expected).replicas);
    expect(bursts.constraints.map(({ name }) => name)).toContain("simulation");
    expect(json(...rate, "--trace", trace, "--requests", "5").verification).toMatchObject({
      simulation: { requests: 5 },
    });
  });

  test("exits with 2 when no number of replicas meets the targets in the replay", () => {
    const trace = file("long.csv", "t_s,input_tokens,output_tokens\n0,60000,50\n1,60000,50\n");
    const { status, stdout } = infrascale(...rate, "--trace", trace);
    expect(status).toBe(2);
    expect(stdout).toMatch(/\nreplay of 2 requests on \d+ replicas? misses ttft p95; 0 % of requests/);
  });
});

describe("estimate refuses", () => {
  test.each([
    [
      "no prompts without a preset",
      [...served, "--users", "5", "--output-tokens", "5", "--ttft", "1"],
      /input-tokens must be given where no --preset is, got "none" \[contradictory-options\]/,
    ],
    [
      "no answers without a preset",
      [...served, "--users", "5", "--input-tokens", "5", "--ttft", "1"],
      /--output-tokens must be a finite number > 0, got 0/,
    ],
    ["an unknown preset", [...served, "--preset", "chess", "--users", "5", "--ttft", "1"], /\[unknown-id\]/],
    ["an unknown router", [...rate, "--routing", "best"], /--routing.*Allowed choices are/],
    ["a guard above one", [...rate, "--max-utilisation", "1.5"], /--max-utilisation/],
    ["half a spare replica", [...rate, "--spare-replicas", "0.5"], /--spare-replicas must be an integer >= 0/],
    [
      "percentiles of the classic model",
      [
        ...served,
        "--performance",
        "classic",
        "--users",
        "5",
        "--input-tokens",
        "5",
        "--output-tokens",
        "5",
        "--ttft-p95",
        "1",
      ],
      /\[unsupported-workload\]/,
    ],
    [
      "a replay of the classic model",
      [
        ...served,
        "--performance",
        "classic",
        "--users",
        "5",
        "--input-tokens",
        "5",
        "--output-tokens",
        "5",
        "--tokens-per-second",
        "1",
        "--verify",
      ],
      /--verify must be left out/,
    ],
    ["a missing trace", [...rate, "--trace", "none.csv"], /trace must be the path of a readable file/],
    ["half a request", [...rate, "--requests", "0.5"], /requests must be an integer >= 1/],
  ])("%s", (_, args, message) => {
    const { status, stdout, stderr } = infrascale(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
