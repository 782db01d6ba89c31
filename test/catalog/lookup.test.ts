import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findGpu, findModel, gpus, InfrascaleError, models, searchCatalog } from "../../src/index.js";

const failure = (action: () => unknown): InfrascaleError => {
  try {
    action();
  } catch (error) {
    if (error instanceof InfrascaleError) return error;
    throw error;
  }
  throw new Error("nothing thrown");
};

describe("look-up", () => {
  test.each([
    ["H100", "h100-sxm5-80gb"],
    ["h100_sxm5 80gb", "h100-sxm5-80gb"],
    ["NVIDIA H100 80GB HBM3", "h100-sxm5-80gb"],
    ["H100-PCIe-80GB", "h100-pcie-80gb"],
    ["H200-SXM-141GB", "h200-sxm-141gb"],
    ["A100-80GB", "a100-sxm4-80gb"],
    ["B300-SXM-288GB", "b300-sxm"],
    ["MI300X", "mi300x"],
    ["RTX-PRO-6000-96GB", "rtx-pro-6000-blackwell"],
    ["RTX6000Ada", "rtx-6000-ada"],
  ])("%s is %s", (name, id) => {
    expect(findGpu(name, gpus).id).toBe(id);
  });

  test.each([
    ["llama-3.1-70b", "meta-llama/Llama-3.1-70B-Instruct"],
    ["Llama 3.1 70B Instruct", "meta-llama/Llama-3.1-70B-Instruct"],
    ["meta-llama/Meta-Llama-3.1-70B-Instruct", "meta-llama/Llama-3.1-70B-Instruct"],
    ["another-organisation/Llama-3.1-70B-Instruct", "meta-llama/Llama-3.1-70B-Instruct"],
    ["qwen3-32b", "Qwen/Qwen3-32B"],
    ["gpt-oss-120b", "openai/gpt-oss-120b"],
    ["Qwen3 1.7B", "Qwen/Qwen3-1.7B"],
  ])("%s is %s", (name, id) => {
    expect(findModel(name, models).id).toBe(id);
  });

  test("forgives case and punctuation of every id and alias", () => {
    const names = models.flatMap(({ id, aliases }) => [id, ...aliases].map((name) => ({ id, name })));
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.infiniteStream(fc.constantFrom("", "-", "_", " ", ".")), fc.infiniteStream(fc.boolean()), ({ id, name }, marks, cases) => {
        const disguised = name.replaceAll(/./g, (letter) => {
          if (letter === "/") return letter;
          if (!/[a-z0-9]/i.test(letter)) return marks.next().value as string;
          return cases.next().value === true ? letter.toUpperCase() : letter.toLowerCase();
        });
        expect(findModel(disguised, models).id).toBe(id);
      }),
    );
  });

  test("names the nearest ids of an unknown one", () => {
    const gpu = failure(() => findGpu("h100-sxm6-80gb", gpus));
    expect(gpu).toMatchObject({ code: "unknown-id", field: "gpu", value: "h100-sxm6-80gb" });
    expect(gpu.suggestions[0]).toBe("h100-sxm5-80gb");
    expect(gpu.message).toBe(`gpu must be the id or alias of a known gpu, got "h100-sxm6-80gb"; nearest: ${gpu.suggestions.join(", ")}`);
    expect(failure(() => findModel("Llama-3.1-71B", models)).suggestions).toContain("meta-llama/Llama-3.1-70B-Instruct");
    expect(failure(() => findModel(7 as unknown as string, models)).code).toBe("invalid-type");
  });
});

describe("a list of the user's own", () => {
  const h100 = findGpu("h100", gpus);
  const mine = { ...h100, id: "mine", aliases: ["H100"] };

  test("that gives a name to two entries does not choose between them", () => {
    const error = failure(() => findGpu("h100", [h100, mine]));
    expect(error).toMatchObject({ code: "unknown-id", field: "gpu", rule: "must name one gpu, not 2", suggestions: ["h100-sxm5-80gb", "mine"] });
    expect(failure(() => findGpu("mine", [mine, { ...mine }])).suggestions).toEqual(["mine", "mine"]);
  });

  test("may have an alias that is another entry's id: the id wins, in either order", () => {
    const claimant = { ...mine, aliases: ["h100-sxm5-80gb"] };
    expect(findGpu("h100-sxm5-80gb", [h100, claimant])).toBe(h100);
    expect(findGpu("h100-sxm5-80gb", [claimant, h100])).toBe(h100);
    expect(findGpu("mine", [h100, claimant])).toBe(claimant);
  });

  test("may write one entry's name in several ways", () => {
    const list = [{ ...mine, aliases: ["MINE", "Big-One", "bigone"] }];
    expect(findGpu("mine", list).id).toBe("mine");
    expect(findGpu("big one", list).id).toBe("mine");
  });
});

describe("search", () => {
  test("finds entries that contain every word", () => {
    expect(searchCatalog(gpus, "")).toHaveLength(40);
    expect(searchCatalog(gpus, "H100 nvl").map(({ id }) => id)).toEqual(["h100-nvl-94gb"]);
    expect(searchCatalog(models, "deepseek distill").length).toBe(7);
    expect(searchCatalog(models, "no such model")).toEqual([]);
  });
});
