import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findGpu, findModel, gpus, instances, models, searchCatalog } from "../../src/index.js";
import { thrown } from "../support/refusal.js";

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
    // Vendors' words in any order, and cards of several sizes by their memory.
    ["NVIDIA A100 80GB PCIe", "a100-pcie-80gb"],
    ["A100 PCIe 40GB", "a100-pcie-40gb"],
    ["A100 40 GiB", "a100-sxm4-40gb"],
    ["NVIDIA GeForce RTX 3090 Ti", "rtx-3090-ti"],
    ["4090", "rtx-4090"],
    ["RTX 4090 48GB", "rtx-4090-48gb"],
    ["RTX 3080 20GB", "rtx-3080-20gb"],
    ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "rtx-pro-6000-blackwell-server"],
    ["NVIDIA RTX PRO 6000 Blackwell Workstation Edition", "rtx-pro-6000-blackwell"],
    ["AMD Instinct MI308X", "mi308x"],
    ["Intel Data Center GPU Max 1550", "max-1550"],
    ["NVIDIA GH200 144G HBM3e", "gh200-144gb"],
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
      fc.property(
        fc.constantFrom(...names),
        fc.infiniteStream(fc.constantFrom("", "-", "_", " ", ".")),
        fc.infiniteStream(fc.boolean()),
        ({ id, name }, marks, cases) => {
          const disguised = name.replaceAll(/./g, (letter) => {
            if (letter === "/") return letter;
            if (!/[a-z0-9]/i.test(letter)) return marks.next().value as string;
            return cases.next().value === true ? letter.toUpperCase() : letter.toLowerCase();
          });
          expect(findModel(disguised, models).id).toBe(id);
        },
      ),
    );
  });

  test("names the nearest ids of an unknown one", () => {
    const gpu = thrown(() => findGpu("h100-sxm6-80gb", gpus));
    expect(gpu).toMatchObject({ code: "unknown-id", field: "gpu", value: "h100-sxm6-80gb" });
    expect(gpu.suggestions[0]).toBe("h100-sxm5-80gb");
    expect(gpu.message).toBe(
      `gpu must be the id or alias of a known gpu, got "h100-sxm6-80gb"; nearest: ${gpu.suggestions.join(", ")}`,
    );
    expect(thrown(() => findModel("Llama-3.1-71B", models)).suggestions).toContain("meta-llama/Llama-3.1-70B-Instruct");
    expect(thrown(() => findModel(7 as unknown as string, models)).code).toBe("invalid-type");
  });
});

describe("cards that are none of the catalog", () => {
  // Of 10 GB, of 8 GB, of 20 GB: there are entries of the name, and none of that memory.
  test.each(["RTX 3080", "RTX 3060 8GB", "A100 20GB", "Apple-M1", "TPU-v6e", "80GB class", ""])("%s", (name) => {
    expect(thrown(() => findGpu(name, gpus))).toMatchObject({ code: "unknown-id", field: "gpu" });
  });

  test("and names that several have", () => {
    expect(thrown(() => findGpu("A100 SXM4 PCIe", gpus)).code).toBe("unknown-id");
    expect(thrown(() => findGpu("V100 PCIe", gpus))).toMatchObject({
      code: "ambiguous-name",
      suggestions: ["v100-pcie-16gb", "v100-pcie-32gb"],
    });
  });
});

describe("machines", () => {
  // AWS, Scaleway, Azure and Google pages of their machines.
  test.each([
    ["p5.48xlarge", "h100-sxm5-80gb", 8],
    ["H100-1-80G", "h100-pcie-80gb", 1],
    ["Standard_NC80adis_H100_v5", "h100-nvl-94gb", 2],
    ["NC24ads_A100_v4", "a100-pcie-80gb", 1],
    ["g6e.12xlarge", "l40s", 4],
    ["G7E.48XLARGE", "rtx-pro-6000-blackwell-server", 8],
    ["a2-megagpu-16g", "a100-sxm4-40gb", 16],
    ["8x H100", "h100-sxm5-80gb", 8],
    ["H100:4", "h100-sxm5-80gb", 4],
    ["RTX 3090 x2", "rtx-3090", 2],
  ])("%s has %s, %d of them", (name, id, count) => {
    expect(findGpu(name, gpus)).toMatchObject({ id, serverGpus: count });
  });

  test("stand for GPUs of the catalog, but for two", () => {
    const lacking = [...instances].filter(([, { gpu }]) => !gpus.some(({ id }) => id === gpu)).map(([name]) => name);
    expect(lacking).toEqual(["render-s", "gpu-3070-s"]);
    for (const name of lacking)
      expect(thrown(() => findGpu(name, gpus))).toMatchObject({
        code: "unknown-id",
        rule: "must be known: the gpu that it has is not in the catalog",
      });
  });
});

describe("a list of the user's own", () => {
  const h100 = findGpu("h100", gpus);
  const mine = { ...h100, id: "mine", aliases: ["H100"] };

  test("that gives a name to two entries does not choose between them", () => {
    const error = thrown(() => findGpu("h100", [h100, mine]));
    expect(error).toMatchObject({ code: "ambiguous-name", field: "gpu", suggestions: ["h100-sxm5-80gb", "mine"] });
    expect(thrown(() => findGpu("mine", [mine, { ...mine }])).suggestions).toEqual(["mine", "mine"]);
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
    expect(searchCatalog(gpus, "")).toHaveLength(101);
    expect(searchCatalog(gpus, "H100 nvl").map(({ id }) => id)).toEqual(["h100-nvl-94gb"]);
    expect(searchCatalog(models, "deepseek distill").length).toBe(7);
    expect(searchCatalog(models, "no such model")).toEqual([]);
  });
});
