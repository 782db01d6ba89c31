import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

/*
 * What a fresh process costs: npm run build && npm run start-up -- [dist ../other/dist ...]
 * Processor time in milliseconds, the least of so many rounds, in which every figure of every build has its turn.
 */
const ROUNDS = 20;

const LENGTHS = { inputTokens: 1155, outputTokens: 211 };
const MODEL = { model: "llama-3.1-70b", gpu: "h100" };
const REQUESTS = {
  "first call, means": { ...MODEL, workload: { ...LENGTHS, concurrentUsers: 1000 }, targets: { tokensPerSecond: 20 } },
  "first call, percentiles of users": {
    ...MODEL,
    workload: { ...LENGTHS, namedUsers: 20_000, thinkSeconds: 60 },
    targets: { ttft: { p95: 2 }, tpot: { p95: 0.05 } },
  },
};
const COMMANDS = {
  "--version": ["--version"],
  estimate:
    "estimate --model llama-3.1-70b --gpu h100 --users 1000 --input-tokens 1155 --output-tokens 211 --tokens-per-second 20".split(
      " ",
    ),
};

/** Imports the library and makes one estimate; prints what both took. */
const firstCall = (build: string, request: object): string => `
  const start = process.cpuUsage();
  const { estimateGpus } = await import("${pathToFileURL(`${build}/index.js`).href}");
  estimateGpus(${JSON.stringify(request)});
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1000);`;

const inside = (build: string, request: object): number =>
  Number(spawnSync("node", ["--input-type=module", "-e", firstCall(build, request)], { encoding: "utf8" }).stdout);

/** Of a whole process, as the shell counts it. */
function ofProcess(...args: readonly string[]): number {
  const { stderr } = spawnSync("bash", ["-c", 'TIMEFORMAT="%U %S"; time node "$@" >/dev/null 2>&1', "node", ...args], {
    encoding: "utf8",
  });
  const [user = NaN, system = NaN] = stderr.trim().split(" ").map(Number);
  return 1000 * (user + system);
}

const builds = process.argv.length > 2 ? process.argv.slice(2) : ["dist"];
const figures: readonly (readonly [string, () => number])[] = [
  ["node -e 0", () => ofProcess("-e", "0")],
  ...builds.flatMap((build) => [
    ...Object.entries(REQUESTS).map(([name, request]) => [`${build}: ${name}`, () => inside(build, request)] as const),
    ...Object.entries(COMMANDS).map(
      ([name, args]) => [`${build}: ${name}, process`, () => ofProcess(`${build}/cli/main.js`, ...args)] as const,
    ),
  ]),
];

const least = new Map<string, number>();
for (let round = 0; round < ROUNDS; round += 1)
  for (const [name, measure] of figures) least.set(name, Math.min(least.get(name) ?? Infinity, measure()));

const bare = least.get("node -e 0") ?? NaN;
for (const [name, milliseconds] of least)
  console.log(
    `${name.padEnd(50)} ${milliseconds.toFixed(0).padStart(4)} ms${name.endsWith("process") ? `, bare node + ${(milliseconds - bare).toFixed(0)}` : ""}`,
  );
