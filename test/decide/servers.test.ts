import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inServers, packServers, serverSizes, type FleetPart } from "../../src/decide/index.js";
import { refusal } from "../support/refusal.js";

/** The fewest servers by trying every server for every replica: shares no code with the search. */
function bruteForce(sizes: readonly number[], room: number): number {
  let fewest = sizes.length;
  const place = (index: number, free: readonly number[]): void => {
    if (free.length >= fewest) return;
    const size = sizes[index];
    if (size === undefined) {
      fewest = free.length;
      return;
    }
    free.forEach((left, server) => {
      if (left >= size) place(index + 1, [...free.slice(0, server), left - size, ...free.slice(server + 1)]);
    });
    place(index + 1, [...free, room - size]);
  };
  place(0, []);
  return fewest;
}

const part = (name: string, gpusPerReplica: number, replicas: number, spareReplicas = 0): FleetPart => ({
  name,
  gpusPerReplica,
  replicas,
  spareReplicas,
});

/** Replicas of a part in a layout. */
const placed = (layout: ReturnType<typeof packServers>["layout"], name: string): number =>
  layout.reduce((sum, { servers, replicas }) => sum + servers * (replicas[name] ?? 0), 0);

describe("packing in servers", () => {
  test("takes the fewest servers that trying everything finds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 8 }), count: fc.integer({ min: 0, max: 3 }) }), {
          maxLength: 3,
        }),
        (kinds) => {
          const parts = kinds.map(({ size, count }, i) => part(`kind ${i}`, size, count));
          const found = packServers(parts, 8);
          const sizes = kinds.flatMap(({ size, count }) => Array.from({ length: count }, () => size));
          expect(found.isFewest).toBe(true);
          expect(found.servers).toBe(
            bruteForce(
              sizes.sort((a, b) => b - a),
              8,
            ),
          );
          parts.forEach(({ name, replicas }) => {
            expect(placed(found.layout, name)).toBe(replicas);
          });
        },
      ),
    );
  });

  test("holds every replica once, and no server more than it has room for", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            size: fc.constantFrom(1, 2, 3, 4, 5, 8, 16),
            count: fc.integer({ min: 0, max: 5000 }),
            spare: fc.integer({ min: 0, max: 3 }),
          }),
          { maxLength: 4 },
        ),
        fc.constantFrom(1, 4, 8),
        (kinds, room) => {
          const parts = kinds.map(({ size, count, spare }, i) => part(`kind ${i}`, size, count, spare));
          const { servers, gpus, idleGpus, layout } = packServers(parts, room);
          expect(gpus).toBe(servers * room);
          expect(idleGpus).toBeGreaterThanOrEqual(0);
          parts.forEach(({ name, replicas, spareReplicas = 0 }) => {
            expect(placed(layout, name)).toBeCloseTo(replicas + spareReplicas, 6);
          });
          for (const { replicas } of layout) {
            const used = parts.reduce(
              (sum, { name, gpusPerReplica }) => sum + gpusPerReplica * (replicas[name] ?? 0),
              0,
            );
            expect(used).toBeLessThanOrEqual(room + 1e-9);
          }
        },
      ),
    );
  });

  test("finds three servers where largest first takes four", () => {
    // Largest first: 6 + 6, 4 + 4 + 3, 3 + 3 + 3 + 2, 2. In three: 6 + 6, 4 + 4 + 2 + 2, 3 + 3 + 3 + 3.
    const parts = [part("a", 6, 2), part("b", 4, 2), part("c", 3, 4), part("d", 2, 2)];
    const { servers, isFewest } = packServers(parts, 12);
    expect({ servers, isFewest }).toEqual({ servers: 3, isFewest: true });
  });

  test("says where it gave up", () => {
    const parts = [part("a", 7, 200), part("b", 5, 200), part("c", 3, 200)];
    expect(packServers(parts, 16)).toMatchObject({ isFewest: false });
  });

  test("gives replicas larger than a server servers of their own", () => {
    expect(packServers([part("wide", 16, 2), part("small", 1, 3)], 8)).toMatchObject({
      servers: 5,
      idleGpus: 5,
      layout: [
        { servers: 4, replicas: { wide: 0.5 } },
        { servers: 1, replicas: { small: 3 } },
      ],
    });
  });

  test("refuses what is no fleet", () => {
    expect(refusal(() => packServers([part("a", 0, 1)], 8))).toBe("out-of-range parts[0].gpusPerReplica");
    expect(refusal(() => packServers([part("a", 1, 1)], 0))).toBe("out-of-range gpusPerServer");
  });
});

describe("servers as they are sold", () => {
  test("come in the sizes of machines that are known by name", () => {
    expect(serverSizes("h100").find(({ gpus }) => gpus === 8)?.machines).toContain("p5.48xlarge");
    expect(serverSizes("mi325x").map(({ gpus }) => gpus)).toContain(8);
  });

  test("hold a purchase in the fewest GPUs; replicas span the largest alone", () => {
    const five = inServers("l4", { gpusPerReplica: 4, replicas: 5 });
    expect(five[0]).toMatchObject({ gpusPerServer: 4, servers: 5, gpus: 20, idleGpus: 0 });
    expect(five.map(({ gpusPerServer }) => gpusPerServer)).toEqual([4, 8]);
    expect(inServers("h100", { gpusPerReplica: 16, replicas: 1 })).toMatchObject([{ gpusPerServer: 8, servers: 2 }]);
    expect(inServers("h100", [part("a", 4, 1), part("b", 2, 2)])[0]).toMatchObject({ gpus: 8, idleGpus: 0 });
  });
});
