import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import engineTiming from "../../catalogs/engine-timing.json" with { type: "json" };
import kernelLaws from "../../catalogs/kernel-laws.json" with { type: "json" };
import * as core from "../../src/core.js";
import * as engineEntry from "../../src/engine.js";
import * as root from "../../src/index.js";

const ENTRIES = ["index", "core", "engine", "simulate", "decide", "calibrate", "import", "language"];

/**
 * Names that the root exports with a wider input: what `infrascale/core` and `infrascale/engine` take as objects, it takes by name
 * too, and what they ask for it knows. test/types holds their types against one another.
 */
const WIDER = [
  "EngineModelOptions",
  "EstimateOptions",
  "EstimateRequest",
  "ServingRequest",
  "engineModel",
  "estimateGpus",
  "predictServing",
];

/** What each name is, by entry: values and types alike. */
function exported(): ReadonlyMap<string, ReadonlySet<ts.Symbol>> {
  const options = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
    resolveJsonModule: true,
    noEmit: true,
  };
  const program = ts.createProgram(
    ENTRIES.map((entry) => `src/${entry}.ts`),
    options,
  );
  const checker = program.getTypeChecker();
  const meanings = new Map<string, Set<ts.Symbol>>();
  for (const entry of ENTRIES) {
    const source = program.getSourceFile(`src/${entry}.ts`);
    const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    for (const name of symbol === undefined ? [] : checker.getExportsOfModule(symbol)) {
      const meant = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
      meanings.set(name.name, (meanings.get(name.name) ?? new Set()).add(meant));
    }
  }
  return meanings;
}

test(
  "a name is one thing, whichever entry exports it, but for inputs that are wider in the root",
  { timeout: 120_000 },
  () => {
    const meanings = exported();
    expect(meanings.size).toBeGreaterThan(150);
    expect(
      [...meanings]
        .filter(([, { size }]) => size > 1)
        .map(([name]) => name)
        .sort(),
    ).toEqual(WIDER);
  },
);

describe("objects get the same answer in the root, with and without constants, as in the entries without names", () => {
  const constants = engineEntry.servingConstants({ kernelLaws, engineTiming });
  const of = <Item>(items: readonly Item[]): fc.Arbitrary<Item> => fc.constantFrom(...items);
  const served = {
    model: of(
      ["llama-3.1-8b", "qwen3-32b", "gpt-oss-20b", "qwen3-30b-a3b"].map((name) => root.findModel(name, root.models)),
    ),
    gpu: of(["l40s", "h100", "h200"].map((name) => root.findGpu(name, root.gpus))),
    // What a request leaves open, the root assumes and says so.
    precision: of([
      { weights: "fp8", scaling: "tensor", kvCache: "bf16" },
      { weights: "bf16", kvCache: "fp8" },
    ] as const),
  };
  const lengths = { inputTokens: fc.integer({ min: 10, max: 3000 }), outputTokens: fc.integer({ min: 2, max: 1000 }) };
  const versioned = fc
    .tuple(of(root.engines), of([undefined, "0.6", "1.1"]))
    .map(([engine, engineVersion]) => ({ engine, ...(engineVersion === undefined ? {} : { engineVersion }) }));

  /** What came of a call: memory holds functions, which are equal to none but themselves. */
  const outcome = (call: () => object): unknown => {
    try {
      return JSON.parse(JSON.stringify(call()));
    } catch (error) {
      if (error instanceof root.InfrascaleError) return { code: error.code, field: error.field };
      throw error;
    }
  };

  test("predictServing", () => {
    const load = { kind: "closed-loop", requestsInFlight: 16 } as const;
    fc.assert(
      fc.property(fc.record({ ...served, ...lengths }), versioned, of([1, 2, 4]), (asked, engine, tensor) => {
        const request = { ...asked, ...engine, load, parallelism: { tensor } };
        const answer = outcome(() => engineEntry.predictServing(request, constants));
        expect(outcome(() => root.predictServing(request, constants))).toMatchObject(answer as object);
        expect(outcome(() => root.predictServing(request))).toMatchObject(answer as object);
      }),
      { numRuns: 60 },
    );
  });

  test("engineModel and estimateGpus", () => {
    fc.assert(
      fc.property(
        fc.record(served),
        fc.record({ ...lengths, requestsInFlight: fc.integer({ min: 1, max: 500 }) }),
        versioned,
        (deployment, workload, { engine, ...version }) => {
          const request = { ...deployment, workload, targets: { tokensPerSecond: 10 } };
          const options = { search: { gpusPerReplica: [1, 2] }, confidence: "expected" } as const;
          const performance = engineEntry.engineModel(engine, { constants, ...version });
          const answer = outcome(() => core.estimateGpus(request, { ...options, performance }));
          expect(outcome(() => root.estimateGpus(request, { ...options, performance }))).toMatchObject(
            answer as object,
          );
          expect(
            outcome(() =>
              root.estimateGpus(request, {
                ...options,
                performance: root.engineModel(engine, { constants, ...version }),
              }),
            ),
          ).toMatchObject(answer as object);
          // How sure it is, only the shipped constants say.
          const rest = Object.fromEntries(
            Object.entries(answer as object).filter(([field]) => field !== "band" && field !== "warnings"),
          );
          expect(
            outcome(() => root.estimateGpus(request, { ...options, performance: root.engineModel(engine, version) })),
          ).toMatchObject(rest);
          if (!("engineVersion" in version))
            expect(outcome(() => root.estimateGpus({ ...request, engine }, options))).toMatchObject(rest);
        },
      ),
      { numRuns: 15 },
    );
  });
});
