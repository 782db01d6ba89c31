import { describe, expect, test } from "vitest";
import { modelFromHuggingFace } from "../../src/import.js";
import type { Model } from "../../src/index.js";
import { infrascale, temporaryFiles } from "./run-command.js";

const file = temporaryFiles();

/** A small invented model of Llama's kind. */
const CONFIG = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 2048,
  num_hidden_layers: 16,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  intermediate_size: 8192,
  vocab_size: 128256,
  max_position_embeddings: 131072,
  tie_word_embeddings: true,
  torch_dtype: "bfloat16",
};
const config = file("config.json", JSON.stringify(CONFIG));
const estimate = [
  "--gpu",
  "l4",
  "--users",
  "10",
  "--input-tokens",
  "512",
  "--output-tokens",
  "128",
  "--wait-seconds",
  "5",
  "--json",
];

describe("import", () => {
  test("prints the model object of the library", () => {
    const { status, stdout } = infrascale("import", config, "--id", "mine/tiny", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(modelFromHuggingFace(CONFIG, { id: "mine/tiny" }))));
  });

  test("prints layers, heads, parameters, checkpoint and cache for people", () => {
    const { status, stdout } = infrascale("import", config, "--id", "mine/tiny-FP8");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^mine\/tiny-FP8\n/);
    expect(stdout).toMatch(/ 16 {2}32 heads, 8 KV heads of 64 {2}width 8192\n/);
    // 16 layers of 10.49 and 50.33 million, 262.7 million of embedding.
    expect(stdout).toMatch(/parameters +1\.236 B, 1\.236 B active\n/);
    expect(stdout).toMatch(/checkpoint +fp8\n/);
    // 16 layers of 8 heads of 64, keys and values, two bytes.
    expect(stdout).toMatch(/KV cache in 16 bit +32768 bytes per token\n/);
    for (const line of [...stdout.split("\n"), ...infrascale("import", "--help").stdout.split("\n")])
      expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("reads the tokens that Python writes and JSON does not know", () => {
    const path = file(
      "python.json",
      JSON.stringify(CONFIG).replace('"tie_word', '"initializer_range":Infinity,"tie_word'),
    );
    expect(infrascale("import", path).status).toBe(0);
    expect(infrascale("estimate", "--model", path, ...estimate).status).toBe(0);
  });

  test.each([
    [
      "a field that is not understood",
      JSON.stringify({ ...CONFIG, model_type: "novel", memory_banks: 3 }),
      /\[unsupported-model\]/,
    ],
    ["no kind of model", "{}", /config\.model_type must be stated.*\[unsupported-model\]/],
    [
      "a cut-off file",
      JSON.stringify(CONFIG).slice(0, 90),
      /config must be the text of a JSON object.*\[invalid-type\]/,
    ],
    [
      "a text of millions of characters",
      JSON.stringify({ note: "x".repeat(1e7) }),
      /config\.model_type must be stated.*\[unsupported-model\]/,
    ],
    ["a list", "[1]", /config must be .*\[invalid-type\]/],
  ])("refuses %s", (name, content, message) => {
    const { status, stdout, stderr } = infrascale("import", file(`${name}.json`, content));
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("refuses a missing file", () => {
    expect(infrascale("import", "none.json")).toMatchObject({
      status: 1,
      stderr: 'error: file must be the path of a readable file, got "none.json" [unreadable-file]\n',
    });
  });
});

describe("estimate --model FILE", () => {
  const gpusFor = (path: string): unknown =>
    (JSON.parse(infrascale("estimate", "--model", path, ...estimate).stdout) as { gpus: unknown }).gpus;

  test("takes a config.json and the imported model alike", () => {
    const model = file("model.json", infrascale("import", config, "--json").stdout);
    expect((JSON.parse(infrascale("import", config, "--json").stdout) as Model).id).toBe("Llama");
    expect(gpusFor(config)).toEqual(expect.any(Number));
    expect(gpusFor(model)).toEqual(gpusFor(config));
  });

  test("refuses a config that is not understood", () => {
    const path = file(
      "encoder.json",
      JSON.stringify({ architectures: ["BertModel"], model_type: "bert", hidden_size: 768 }),
    );
    const { status, stderr } = infrascale("estimate", "--model", path, ...estimate.slice(0, -1));
    expect(status).toBe(1);
    expect(stderr).toMatch(/\[unsupported-model\]/);
  });
});
