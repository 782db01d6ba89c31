import { readdirSync, readFileSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { infrascale, temporaryFiles } from "./run-command.js";

const file = temporaryFiles();

interface Shape {
  readonly profile: {
    readonly provenance: Readonly<Record<string, unknown>>;
    readonly parameters: Readonly<Record<string, number>>;
  };
  readonly status: string;
  readonly warnings: readonly { readonly code: string; readonly file?: string; readonly line?: number }[];
}

const page = readFileSync("docs/calibrate.md", "utf8");
const fence = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? "";
const sweep = file("sweep.csv", fence("csv"));
const deployment = ["--model", "llama-3.1-8b", "--gpu", "h100", "--engine", "vllm@0.19.0"];
const json = (...args: readonly string[]): Shape =>
  JSON.parse(infrascale("calibrate", ...args, "--json").stdout) as Shape;

/** What a terminal obeys, line ends aside. */
const CONTROL = /(?!\n)\p{Cc}/u;

describe("calibrate", () => {
  test("prints what the page says, and writes a profile that the other commands take", () => {
    const out = file("profile.json", "");
    const { status, stdout, stderr } = infrascale("calibrate", sweep, ...deployment, "--out", out);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(fence("text"));
    expect(page).toContain(`npx infrascale calibrate sweep.csv ${deployment.join(" ")} --out profile.json\n`);
    const profile = JSON.parse(readFileSync(out, "utf8")) as Shape["profile"];
    expect(profile).toMatchObject({
      kind: "infrascale-engine-profile",
      provenance: { rows: 6, models: ["meta-llama/Llama-3.1-8B-Instruct"], engineVersions: ["0.19.0"] },
    });
    // Written again it takes the place of the old one, and leaves nothing beside it.
    expect(infrascale("calibrate", sweep, ...deployment, "--out", out).status).toBe(0);
    expect(readdirSync(dirname(out)).filter((name) => name.startsWith("profile.json"))).toEqual(["profile.json"]);
    // Invented with kernels of decoding that take 1.12 times as long.
    expect(profile.parameters["decodeFactor"]).toBeGreaterThan(1.05);
    const load = [...deployment, "--users", "200", "--input-tokens", "1024", "--output-tokens", "256"];
    const tpot = (...more: readonly string[]): number =>
      (
        JSON.parse(infrascale("simulate", ...load, "--requests", "300", ...more, "--json").stdout) as {
          tpotSeconds: { mean: number };
        }
      ).tpotSeconds.mean;
    expect(tpot("--profile", out)).toBeGreaterThan(1.05 * tpot());
    expect(infrascale("estimate", ...load, "--tokens-per-second", "20", "--profile", out)).toMatchObject({
      status: 0,
      stderr: "",
    });
    const table = file(
      "table.csv",
      "engine,engine_version,model,gpu,tp,concurrency,input_tokens,output_tokens,tpot_ms_mean\nvllm,0.19.0,meta-llama/Llama-3.1-8B-Instruct,H100,1,16,1024,256,10.4\n",
    );
    const predicted = (...more: readonly string[]): number =>
      (
        JSON.parse(infrascale("validate", table, ...more, "--json").stdout) as {
          rows: readonly { predicted: Readonly<Record<string, number>> }[];
        }
      ).rows[0]?.predicted["tpot_ms_mean"] ?? NaN;
    expect(Math.abs(predicted("--profile", out) / 10.4 - 1)).toBeLessThan(Math.abs(predicted() / 10.4 - 1));
  });

  test("prints the calibration object with all warnings", () => {
    const { status, profile, warnings } = json(sweep, ...deployment);
    expect(status).toBe("converged");
    expect(profile.provenance).toMatchObject({ tools: ["plain"], files: [sweep] });
    // Twelve figures for eight parameters: priors hold what they do not tell.
    expect(warnings.map(({ code }) => code)).toEqual(["few-rows", "ill-conditioned"]);
  });

  test("a bad row or file costs itself only, and is named", () => {
    const rows = file("rows.csv", fence("csv").replace("0.0082", "-1"));
    const { profile, warnings } = json(sweep, rows, file("notes.txt", "nothing of use\n"), ...deployment);
    expect(profile.provenance["rows"]).toBeGreaterThanOrEqual(11);
    expect(warnings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ file: rows, line: 3 }),
        expect.objectContaining({ code: "unreadable-file" }),
      ]),
    );
  });

  test("a table of measurements needs no options, and options hold against it", () => {
    const table = file(
      "table.csv",
      "engine,engine_version,model,weights_dtype,gpu,gpus_total,tp,scenario,concurrency,input_tokens,output_tokens,tpot_ms_mean\nSGLang,nightly-dev-20260402,Qwen/Qwen3-32B-Base,fp8,H200-SXM-141GB,2,2,concurrency,16,1024,256,10.4\nSGLang,nightly-dev-20260402,Qwen/Qwen3-32B-Base,fp8,H200-SXM-141GB,2,2,concurrency,64,1024,256,16\n",
    );
    const { profile, assumed } = json(table) as Shape & { readonly assumed: readonly { readonly code: string }[] };
    expect(profile.provenance).toMatchObject({
      rows: 2,
      models: ["Qwen/Qwen3-32B"],
      engines: ["sglang"],
      tensorSizes: [2],
    });
    expect(assumed.map(({ code }) => code)).toEqual([
      "same-shape",
      "engine-version",
      "fp8-scales",
      "sixteen-bit-cache",
    ]);
    expect(
      json(table, "--model", "qwen3-32b", "--engine", "TRT-LLM@1.0", "--tensor", "1").profile.provenance,
    ).toMatchObject({
      models: ["Qwen/Qwen3-32B"],
      engines: ["tensorrt-llm"],
      engineVersions: ["1.0"],
      tensorSizes: [1],
    });
  });

  test("thousands in quotes cost no row", () => {
    const rows = file("thousands.csv", fence("csv").replaceAll("1024", '"1,024"'));
    const { profile, warnings } = json(rows, ...deployment);
    expect(profile.parameters).toEqual(json(sweep, ...deployment).profile.parameters);
    expect(warnings).toEqual(json(sweep, ...deployment).warnings);
  });

  test("fits 80 columns, warnings included", () => {
    const few = file("few.csv", fence("csv").split("\n").slice(0, 3).join("\n"));
    const { stdout } = infrascale("calibrate", few, ...deployment);
    expect(stdout).toMatch(/\[few-concurrencies\]/);
    for (const line of [...stdout.split("\n"), ...infrascale("calibrate", "--help").stdout.split("\n")])
      expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test.each([
    [
      "a missing file",
      ["none.csv", ...deployment],
      /file must be the path of a readable file, got "none.csv" \[unreadable-file\]/,
    ],
    ["a file that is no load test", [file("words.txt", "a few words\n"), ...deployment], /\[unrecognised-format\]/],
    ["an empty file", [file("empty.csv", ""), ...deployment], /\[unreadable-file\]/],
    ["UTF-16", [file("wide.csv", Buffer.from(fence("csv"), "utf16le").toString("latin1")), ...deployment], /error: /],
    ["rows that nobody can place", [sweep], /row 1 is not used: GPU not stated.* \[nothing-to-fit\]/],
    ["an unknown GPU", [sweep, "--model", "llama-3.1-8b", "--gpu", "abacus"], /\[unknown-id\]/],
    [
      "its own input as output",
      [sweep, ...deployment, "--out", sweep],
      /out must be a new file, or one that holds an engine profile.* \[unwritable-file\]/,
    ],
    ["a folder as output", [sweep, ...deployment, "--out", "src"], /out must be a new file.* \[unwritable-file\]/],
    [
      "a name with control characters, which it shows",
      [file("a\u001B[31m.csv", "a few words\n"), ...deployment],
      /\\u001b\[31m\.csv .* \[unrecognised-format\]/,
    ],
    [
      "a place that cannot be written",
      [sweep, ...deployment, "--out", "no/such/folder/profile.json"],
      /out must be the path of a file that can be written.* \[unwritable-file\]/,
    ],
  ])("refuses %s", (_, args, message) => {
    const { status, stdout, stderr } = infrascale("calibrate", ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(CONTROL);
  });

  test("refuses a log that is too large to be read, before it is", () => {
    const huge = file("huge.json", "");
    // The file has its size, the disk does not.
    truncateSync(huge, 200_000_000);
    const { status, stderr } = infrascale("calibrate", huge, ...deployment);
    expect(status).toBe(1);
    expect(stderr).toMatch(/\[file-too-large\]/);
  });
});
