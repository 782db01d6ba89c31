/**
 * Compares kernels timed on our own GPU with the laws for vLLM on it, which were fitted to others' timings. The kernels are
 * PyTorch's and Triton's, not the engine's: a law is wrong where it is below what the GPU can do at all, and in doubt where
 * every range is off in one direction.
 *
 *     npx tsx scripts/device/check.ts [TABLE] [--rows]
 */
import { numberOf } from "../../src/measurements/csv.js";
import { readCsv } from "../measurements/read-csv.js";
import { gibFromBytes, millisecondsFromSeconds, tera } from "../../src/units.js";
import { groupBy, median, quantile } from "../accuracy/statistics.js";
import { contextBytesOfEngine, gpu, lawSeconds, type Timing } from "./laws.js";

const MICROSECONDS_PER_MILLISECOND = 1000;
const PERCENT = 100;

const args = process.argv.slice(2);
const showRows = args.includes("--rows");
const path =
  args.find((argument) => !argument.startsWith("--")) ??
  new URL("../../catalogs/measurements/device/h100_kernels.csv", import.meta.url);

/** A law's time beside the time measured. */
interface Compared {
  readonly timing: Timing;
  readonly slice: string;
  readonly predicted: number;
  readonly measured: number;
}

const rows = readCsv(path);
const timings: readonly Timing[] = rows.map((row) => ({
  section: row["section"] ?? "",
  kernel: row["kernel"] ?? "",
  part: row["part"] ?? "",
  format: row["format"] === "fp8" ? "fp8" : "bf16",
  value: (column) => numberOf(row[column]) ?? Number.NaN,
}));

const compared = timings.flatMap((timing): readonly Compared[] => {
  const predicted = lawSeconds(timing);
  return predicted === null ? [] : [{ timing, slice: sliceOf(timing), predicted, measured: timing.value("seconds") }];
});

console.log("law over measured, errors in %                rows  median     p90    bias");
for (const [section, ofSection] of groupBy(compared, ({ timing }) => `${timing.section} ${timing.format}`)) {
  console.log(line(section, ofSection));
  for (const [slice, ofSlice] of groupBy(ofSection, (one) => one.slice)) console.log(line(`  ${slice}`, ofSlice));
}
if (showRows)
  for (const { timing, slice, predicted, measured } of compared)
    console.log(
      `${timing.section} ${timing.format} ${slice} ${timing.kernel} ${shapeOf(timing)}: law ${microseconds(predicted)}, measured ${microseconds(measured)} us`,
    );

console.log("\nMachine");
for (const timing of timings) printMachine(timing);
console.log(
  `catalog: driver ${gib(gpu.memory.driverBytes ?? Number.NaN)}, visible ${gib(gpu.memory.visibleBytes ?? Number.NaN)}, context of vLLM ${gib(contextBytesOfEngine)}, bandwidth ${tera(gpu.memoryBandwidthBytesPerSecond).toFixed(2)} TB/s`,
);

/** Ranges within which a law is binding in one way: weights, the ridge, arithmetic. */
function sliceOf({ section, part, value }: Timing): string {
  switch (section) {
    case "gemm":
      return range(value("tokens"), [16, 128, 512, 8192], "tokens");
    case "decode attention":
      return range(
        value("sequences") * value("context") * value("key_value_heads"),
        [2 ** 14, 2 ** 17, 2 ** 25],
        "entries read",
      );
    case "prefill attention":
      return range(value("tokens"), [2048, 8192, 32768], "tokens");
    case "experts":
    case "expert products":
      return `${part}, ${range(value("tokens"), [16, 256, 4096], "tokens")}`;
    case "elementwise":
      return `${part}, ${range(value("tokens"), [128, 512, 8192], "tokens")}`;
    case "decode step":
      return `${value("sequences")} sequences of ${value("context")}`;
    default:
      return `${value("tokens")} tokens`;
  }
}

function range(value: number, limits: readonly number[], what: string): string {
  const limit = limits.find((candidate) => value <= candidate);
  const below = limits.findLast((candidate) => candidate < value);
  return `${below === undefined ? "up to" : `${below} to`} ${limit ?? "more"} ${what}`;
}

function line(label: string, of: readonly Compared[]): string {
  const errors = of.map(({ predicted, measured }) => predicted / measured - 1);
  const figures = [median(errors.map(Math.abs)), quantile(errors.map(Math.abs), 0.9), median(errors)];
  return `${label.padEnd(44)}${String(of.length).padStart(6)}${figures.map((figure) => (PERCENT * figure).toFixed(1).padStart(8)).join("")}`;
}

function shapeOf({ value }: Timing): string {
  return ["tokens", "outputs", "inputs", "sequences", "context", "query_heads", "key_value_heads"]
    .map((column) => value(column))
    .filter(Number.isFinite)
    .join(" x ");
}

function printMachine({ section, part, value }: Timing): void {
  const seconds = value("seconds");
  if (section === "memory") console.log(`${part}: ${gib(value("bytes"))}`);
  if (section === "bandwidth") console.log(`${part}: ${tera(value("bytes") / seconds).toFixed(2)} TB/s`);
  if (section === "launch") console.log(`${part}: ${microseconds(seconds)} us`);
  if (section === "sustained")
    console.log(
      `product of ${value("tokens")} rows, ${part}: ${tera((2 * value("tokens") * value("outputs") * value("inputs")) / seconds).toFixed(0)} TFLOP/s`,
    );
}

function gib(bytes: number): string {
  return `${gibFromBytes(bytes).toFixed(3)} GiB`;
}

function microseconds(seconds: number): string {
  return (MICROSECONDS_PER_MILLISECOND * millisecondsFromSeconds(seconds)).toPrecision(3);
}
