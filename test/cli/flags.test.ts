import { describe, expect, test } from "vitest";
import { number, onOrOff, seconds } from "../../src/cli/flags.js";
import { linkOf } from "../../src/cli/link-flag.js";
import { findGpu, gpus } from "../../src/index.js";

describe("numbers as people write them", () => {
  test.each([
    ["0.5", 0.5],
    ["1e6", 1e6],
    ["10k", 10_000],
    ["10K", 10_000],
    ["1.5M", 1.5e6],
    ["-2", -2],
    ["Infinity", undefined],
  ] as const)("%s", (text, value) => {
    if (value === undefined) expect(() => number(text)).toThrow(/such as/);
    else expect(number(text)).toBe(value);
  });

  test.each(["", "k", "ten", "0x10", "2s", "10kk"])("'%s' is none", (text) => {
    expect(() => number(text)).toThrow("It must be a number, such as 0.5, 200 or 10k.");
  });

  test.each([
    ["2", 2],
    ["2s", 2],
    ["500ms", 0.5],
    ["500 ms", 0.5],
    ["1.5min", 90],
    ["1h", 3600],
  ] as const)("%s is a time", (text, value) => {
    expect(seconds(text)).toBe(value);
  });

  test.each(["soon", "2 parsecs", "s", "2m"])("'%s' is none", (text) => {
    expect(() => seconds(text)).toThrow("It must be a number of seconds, such as 0.5, 2s or 500ms.");
  });
});

test("on and off are said as such", () => {
  expect([onOrOff("on"), onOrOff("off")]).toEqual([true, false]);
  expect(() => onOrOff("yes")).toThrow("It must be on or off.");
});

describe("links", () => {
  const gpu = findGpu("rtx-3090", gpus);

  // PCIe 4: 2 GB/s a lane and direction.
  test.each([
    ["pcie4x8", { kind: "PCIe4", bytesPerSecond: 32e9, lanes: 8, peerAccess: true, domainGpus: 1, bridge: null }],
    [
      "PCIe5x16-host",
      { kind: "PCIe5", bytesPerSecond: 128e9, lanes: 16, peerAccess: false, domainGpus: 1, bridge: null },
    ],
    ["nvlink900", { kind: "NVLink", bytesPerSecond: 900e9, domainGpus: 4, bridge: null }],
    [
      "pcie4x16+bridge112.5",
      {
        kind: "PCIe4",
        bytesPerSecond: 64e9,
        lanes: 16,
        peerAccess: true,
        domainGpus: 1,
        bridge: { kind: "bridge", bytesPerSecond: 112.5e9, gpus: 2 },
      },
    ],
  ])("%s", (text, interconnect) => {
    expect(linkOf(text)(gpu)).toEqual({ ...gpu, interconnect });
  });

  test.each(["pcie4x8", "nvlink900", "pcie4x16+bridge112.5"])("%s keeps the network that the GPU states", (text) => {
    const stated = { ...gpu, interconnect: { ...gpu.interconnect, networkBytesPerSecond: 25e9 } };
    expect(linkOf(text)(stated).interconnect.networkBytesPerSecond).toBe(25e9);
  });

  test.each(["", "pcie9x8", "pcie4x3", "nvlink", "bridge0", "900"])("'%s' is refused with the forms", (text) => {
    expect(() => linkOf(text)).toThrow(/pcie4x8/);
  });
});
