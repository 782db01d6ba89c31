import { describe, expect, test } from "vitest";
import { infrascale, temporaryFiles } from "./run-command.js";

const file = temporaryFiles();

interface Shape {
  readonly met: boolean | null;
  readonly requests: number;
  readonly finished: number;
  readonly rejected: number;
  readonly counted: number;
  readonly gpus: number;
  readonly seconds: number;
  readonly ttftSeconds: Readonly<Record<string, number>>;
  readonly targets: readonly {
    readonly target: string;
    readonly statistic: string;
    readonly limit: number;
    readonly value: number;
    readonly met: boolean;
  }[];
  readonly timeSeries: { readonly seconds: readonly number[]; readonly finished: readonly number[] };
}

const fleet = ["simulate", "--model", "llama-3.1-8b", "--gpu", "l40s"];
const chat = [...fleet, "--preset", "chat", "--requests-per-second", "3", "--requests", "600"];
const json = (...args: readonly string[]): Shape => JSON.parse(infrascale(...args, "--json").stdout) as Shape;

describe("simulate", () => {
  test("prints the simulation object, the same bytes for the same seed", () => {
    const first = infrascale(...chat, "--seed", "7", "--json");
    expect({ status: first.status, stderr: first.stderr }).toEqual({ status: 0, stderr: "" });
    expect(infrascale(...chat, "--seed", "7", "--json").stdout).toBe(first.stdout);
    expect(infrascale(...chat, "--seed", "8", "--json").stdout).not.toBe(first.stdout);
    const { requests, finished, rejected, counted, met, timeSeries, seconds } = JSON.parse(first.stdout) as Shape;
    expect({ requests, met }).toEqual({ requests: 600, met: null });
    expect(finished + rejected).toBe(600);
    // A few seconds of 200 warm up: three times as long as a request takes.
    expect(counted).toBeLessThan(600);
    expect(counted).toBeGreaterThan(500);
    expect(timeSeries.finished.reduce((sum, value) => sum + value, 0)).toBe(600);
    // Two intervals for each column of a plot, and none beyond the run.
    expect(timeSeries.seconds.length).toBeGreaterThanOrEqual(70);
    expect(timeSeries.seconds.at(-1)).toBeLessThan(seconds);
  });

  test("draws what people read, in 80 columns", () => {
    const { status, stdout, stderr } = infrascale(...chat, "--ttft-p95", "2");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^1 GPU = 1 replica x 1 meets the targets; 100 % of requests within every limit\n/);
    expect(stdout).toMatch(/meta-llama\/Llama-3\.1-8B-Instruct on l40s, vllm@/);
    expect(stdout).toMatch(/\nto the first token( +[\d.]+ m?s){6}\n/);
    expect(stdout).toMatch(/\nrequests running\n( +[\d.,]+ ┤.*\n){6} +0 s +[\d,.]+ s\n/);
    const help = infrascale("simulate", "--help").stdout;
    for (const line of [...stdout.split("\n"), ...help.split("\n")]) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("says when a run is too short", () => {
    expect(infrascale(...chat).stdout).not.toMatch(/too short/);
    expect(infrascale(...fleet, "--preset", "chat", "--requests-per-second", "3", "--requests", "30").stdout).toMatch(
      /\ntoo short a run to say what a steady load comes to: /,
    );
  });

  test("exits with 2 when a target is missed, and says which", () => {
    const missed = infrascale(...chat, "--ttft-p95", "0.05", "--tpot", "1");
    expect(missed.status).toBe(2);
    expect(missed.stdout).toMatch(/^1 GPU = 1 replica x 1 misses ttft p95; /);
    const { met, targets, ttftSeconds } = json(...chat, "--ttft-p95", "0.05", "--tpot", "1");
    expect(met).toBe(false);
    expect(targets.map(({ target, statistic, limit, met: holds }) => [target, statistic, limit, holds])).toEqual([
      ["ttft", "p95", 0.05, false],
      ["tpot", "mean", 1, true],
    ]);
    expect(targets[0]?.value).toBe(ttftSeconds["p95"]);
  });

  test("takes users, requests in flight, lengths and several replicas", () => {
    expect(
      json(
        ...fleet,
        "--users",
        "50",
        "--think-seconds",
        "10",
        "--input-tokens",
        "500",
        "--input-cv",
        "1",
        "--output-tokens",
        "100",
        "--requests",
        "300",
      ).finished,
    ).toBe(300);
    expect(
      json(
        ...fleet,
        "--requests-in-flight",
        "16",
        "--input-tokens",
        "500",
        "--output-tokens",
        "100",
        "--requests",
        "300",
        "--replicas",
        "3",
        "--tensor",
        "2",
      ),
    ).toMatchObject({ finished: 300, gpus: 6 });
  });

  test("more replicas wait less", () => {
    const busy = [
      ...fleet,
      "--preset",
      "chat",
      "--requests-per-second",
      "12",
      "--requests",
      "1000",
      "--max-num-seqs",
      "32",
    ];
    expect(json(...busy, "--replicas", "2").ttftSeconds["mean"]).toBeLessThan(json(...busy).ttftSeconds["mean"] ?? 0);
  });
});

describe("simulate --trace", () => {
  const rows = Array.from(
    { length: 200 },
    (_, index) => `${3 * Math.floor(index / 4)},${500 + index},${50 + (index % 7)},s${index % 20}`,
  );
  const trace = file("trace.csv", `t_s,input_tokens,output_tokens,session\n${rows.join("\n")}\n`);

  test("replays every request, or the first", () => {
    expect(json(...fleet, "--trace", trace)).toMatchObject({ requests: 200, finished: 200 });
    expect(json(...fleet, "--trace", trace, "--requests", "50")).toMatchObject({ requests: 50, finished: 50 });
  });

  test("jitter spreads what was rounded, by the seed", () => {
    const rounded = json(...fleet, "--trace", trace);
    const jitter = [...fleet, "--trace", trace, "--jitter-seconds", "3"];
    expect(json(...jitter).ttftSeconds["mean"]).toBeLessThan(rounded.ttftSeconds["mean"] ?? 0);
    expect(infrascale(...jitter, "--json").stdout).toBe(infrascale(...jitter, "--json").stdout);
    expect(infrascale(...jitter, "--json").stdout).not.toBe(infrascale(...jitter, "--seed", "2", "--json").stdout);
  });

  test("what is cached need not be read", () => {
    const without = json(...fleet, "--trace", trace).ttftSeconds["mean"] ?? 0;
    expect(json(...fleet, "--trace", trace, "--prefix-cache-share", "0.9").ttftSeconds["mean"]).toBeLessThan(without);
    expect(json(...fleet, "--trace", trace, "--prefix-cache-turns").ttftSeconds["mean"]).toBeLessThan(without);
  });

  test("sessions that wait for their answers send one request at a time", () => {
    const session = Array.from({ length: 30 }, (_, index) => `0,2000,100,only,${index === 0 ? "" : 1}`);
    const { finished, seconds } = json(
      ...fleet,
      "--trace",
      file("session.csv", `t_s,input_tokens,output_tokens,session,think_time_s\n${session.join("\n")}\n`),
    );
    expect(finished).toBe(30);
    // Twenty-nine times a second of thinking, and every answer takes longer than one.
    expect(seconds).toBeGreaterThan(29 + 30);
  });
});

describe("simulate refuses", () => {
  const trace = file("one.csv", "t_s,input_tokens,output_tokens\n0,10,10\n");
  test.each([
    [
      "no load",
      ["--input-tokens", "10", "--output-tokens", "10"],
      /workload must name exactly one of .* \[contradictory-workload\]/,
    ],
    [
      "a workload beside a trace",
      ["--trace", trace, "--users", "5"],
      /--concurrent-users must be left out with --trace, got 5 \[contradictory-options\]/,
    ],
    [
      "jitter without a trace",
      ["--preset", "chat", "--users", "5", "--jitter-seconds", "1"],
      /jitter-seconds must come with --trace/,
    ],
    [
      "turns that a trace does not have",
      ["--trace", trace, "--prefix-cache-turns"],
      /prefix-cache-turns must come with a trace that has a column/,
    ],
    [
      "both kinds of prefix cache",
      [
        "--trace",
        file("s.csv", "t_s,input_tokens,output_tokens,session\n0,10,10,a\n"),
        "--prefix-cache-turns",
        "--prefix-cache-share",
        "0.5",
      ],
      /prefix-cache-share must be left out with/,
    ],
    [
      "a share above one",
      ["--trace", trace, "--prefix-cache-share", "1"],
      /prefix-cache-share must be a number in \[0, 1\)/,
    ],
    ["an unknown preset", ["--preset", "chess", "--users", "5"], /\[unknown-id\]/],
    [
      "a variation without a mean",
      ["--input-cv", "1", "--output-tokens", "5", "--users", "5"],
      /input-cv must come with --input-tokens/,
    ],
    [
      "a missing trace",
      ["--trace", "none.csv"],
      /trace must be the path of a readable file, got "none.csv" \[unreadable-file\]/,
    ],
    [
      "a bad row, by its line",
      ["--trace", file("bad.csv", "t_s,input_tokens,output_tokens\n0,10,10\n-1,10,10\n")],
      /trace line 3: t_s must be a number from 0 .* \[invalid-row\]/,
    ],
    ["no replicas", ["--preset", "chat", "--users", "5", "--replicas", "0"], /replicas must be an integer >= 1, got 0/],
    ["half a request", ["--preset", "chat", "--users", "5", "--requests", "0.5"], /requests must be an integer >= 1/],
    ["half a request of a trace", ["--trace", trace, "--requests", "1.5"], /requests must be an integer >= 1/],
    [
      "a broken profile",
      ["--preset", "chat", "--users", "5", "--profile", file("profile.json", '{"kind": "mine"}')],
      /profile/,
    ],
    [
      "a profile that is no JSON",
      ["--preset", "chat", "--users", "5", "--profile", file("text.json", "no")],
      /profile must hold JSON .* \[unreadable-file\]/,
    ],
  ])("%s", (_, args, message) => {
    const { status, stdout, stderr } = infrascale(...fleet, ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(JSON.parse(infrascale(...fleet, ...args, "--json").stdout)).toHaveProperty("error.code");
  });
});
