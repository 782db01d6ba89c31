/**
 * The purchase exam: does the number of GPUs that is recommended meet the targets, by measurement, and how many more than the
 * fewest is it? Measured closed loops give the fewest GPUs for loads and limits that are drawn within them; `estimateGpus` is
 * asked the same, and what it buys is judged by the sweeps.
 *
 *     npm run exam [-- --brief] [--docs] [--points 2,3] [--each 3] [--confidence 0.8,0.9] [--era current] [--tables FOLDER] [--json FILE]
 *
 * `--docs` writes the tables of docs/purchases.md that the run is of, and the headline of docs/start.md. `--brief` leaves out where misses come from, and which of two GPUs needs fewer.
 * `--points` gives away so many points of one sweep of each room, and asks for that only: purchases and times after `calibrate`, beside what needs no fit.
 * `--each` is the number of scenarios of each kind
 * and room, `--era` one of current (engines of 2025 and later) and older. `--tables` is a folder of tables in the schema of
 * measurements: ../shared/measurements where it is at hand, else catalogs/measurements. `--json` writes every scenario.
 */
import { existsSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { sourceOf } from "./exam/ask.js";
import { attempt } from "./exam/attempt.js";
import { byClass, causes } from "./exam/causes.js";
import { ownPoints, ownSizers, type OwnPoints } from "./exam/own-points.js";
import { byPlace } from "./exam/places.js";
import { rankGpus } from "./exam/rank.js";
import { readRooms, type Room } from "./exam/rooms.js";
import { draw } from "./exam/scenarios.js";
import { ask, type Asked } from "./exam/score.js";
import { sizers, type Sizer } from "./exam/sizers.js";
import { scoreTable } from "./exam/table.js";
import { timesAfterPoints } from "./exam/times-after-points.js";
import { headline } from "./site/headline.js";
import { writeTables } from "./tables-in-docs.js";
import { TABLES } from "./measurements/families.js";
import { Tally } from "./measurements/tally.js";

const PAGE = new URL("../docs/purchases.md", import.meta.url);
const START = new URL("../docs/start.md", import.meta.url);
const BESIDE = new URL("../../shared/measurements/", import.meta.url);

const text = (fallback: string): { readonly type: "string"; readonly default: string } => ({
  type: "string",
  default: fallback,
});
const { values: options } = parseArgs({
  options: {
    brief: { type: "boolean", default: false },
    docs: { type: "boolean", default: false },
    points: text(""),
    each: text("3"),
    confidence: text("0.8"),
    era: text(""),
    tables: text(""),
    json: text(""),
  },
});
const numbers = (list: string): readonly number[] => list.split(",").filter(Boolean).map(Number);
const each = Number(options.each);
const confidences = numbers(options.confidence);
if (!["", "current", "older"].includes(options.era))
  throw new RangeError(`--era takes current or older, not ${options.era}`);

const folder = options.tables !== "" ? pathToFileURL(`${options.tables}/`) : existsSync(BESIDE) ? BESIDE : TABLES;
const { rooms: measured, left } = readRooms(folder);
// What the library claims to know: an engine with a profile, and a GPU whose kernels, or those of a relative, were fitted.
const rooms = measured.filter(
  (room) =>
    room.served.engine !== "generic" &&
    sourceOf(room) !== "datasheet" &&
    (options.era === "" || room.era === options.era),
);
console.log(
  `Tables: ${folder.pathname}\nMeasured: ${counted(measured)}\nExamined: ${counted(rooms)}\nLeft out (rows or sweeps): ${tallied(left)}`,
);

const written: object[] = [];
const counts = numbers(options.points);
if (counts.length === 0) examineAll();
for (const count of counts) {
  if (count !== 2 && count !== 3) throw new RangeError(`--points takes 2, 3 or both, not ${count}`);
  examineAfter(count);
}
if (options.json !== "") writeFileSync(options.json, JSON.stringify(written));

/** The library as it ships. */
function examineAll(): void {
  const examined = sizers(confidences);
  const answers = examine(rooms, () => examined, 0);
  const ofDefault = answers.get("default") ?? [];
  const scores = scoreTable("sizer", answers);
  console.log(`\n${scores}`);
  if (options.docs) {
    writeTables(PAGE, { purchases: scores, "purchases by class": byClass(ofDefault) });
    writeTables(START, { headline: headline(scores) });
  }
  const refusals = new Tally();
  for (const { answer } of ofDefault) if (answer.status === "refused") refusals.add(answer.code);
  console.log(`\nErrors of the default: ${tallied(refusals)}`);
  if (options.brief) return;
  console.log(`\n## Where misses of the default come from\n\n${causes(ofDefault)}`);
  console.log(
    `\n## Which of two GPUs needs fewer\n\n${rankGpus(rooms, each, { default: examined.default, classic: examined.classic })}`,
  );
}

/** After own points of a sweep of each room that has enough of them. */
function examineAfter(count: 2 | 3): void {
  const own = new Map<Room, OwnPoints>();
  const unusable = new Tally();
  for (const room of rooms) {
    const points = ownPoints(room, count);
    if (points === null) continue;
    own.set(room, points);
    const { code } = attempt(points.profile);
    if (code !== null) unusable.add(code);
  }
  const answers = examine([...own.keys()], (room) => ownSizers(own.get(room) as OwnPoints, confidences), count);
  const ofCalibrated = answers.get("estimate, calibrated") ?? [];
  const scores = scoreTable("sizer", answers);
  const places = byPlace(ofCalibrated, own);
  const times = timesAfterPoints([...own.values()]);
  console.log(
    `\n## After ${count} own points: ${own.size} rooms with a sweep of five points or more\n\nPoints without a profile: ${tallied(unusable)}`,
  );
  console.log(`\n${scores}\n\n${places}\n\n${times}`);
  if (options.docs)
    writeTables(PAGE, {
      [`purchases after ${count} points`]: scores,
      [`places after ${count} points`]: places,
      [`times after ${count} points`]: times,
    });
  if (!options.brief) console.log(`\n## Where misses after them come from\n\n${causes(ofCalibrated)}`);
}

/** Every scenario of rooms, asked of the sizers of each. */
function examine(
  asked: readonly Room[],
  sizersOf: (room: Room) => Readonly<Record<string, Sizer>>,
  points: number,
): ReadonlyMap<string, readonly Asked[]> {
  const found = new Map<string, Asked[]>();
  for (const room of asked)
    for (const scenario of draw(room, each)) {
      const { kind, requestsInFlight, limits, truth } = scenario;
      const said = Object.entries(sizersOf(room)).map(([name, sizer]) => [name, ask(sizer, scenario)] as const);
      for (const [name, one] of said) {
        if (!found.has(name)) found.set(name, []);
        found.get(name)?.push(one);
      }
      written.push({
        points,
        room: room.key,
        kind,
        requestsInFlight,
        limits,
        truth,
        answers: Object.fromEntries(said.map(([name, { answer, verdict }]) => [name, { answer, verdict }])),
      });
    }
  return found;
}

function counted(list: readonly Room[]): string {
  const sweeps = list.reduce((sum, room) => sum + room.sweeps.length, 0);
  return `${list.length} rooms, ${sweeps} sweeps, ${list.filter(({ sizes }) => sizes.length > 1).length} rooms with two sizes or more`;
}

function tallied(tally: Tally): string {
  return (
    tally
      .sorted()
      .map(([reason, count]) => `${count} ${reason}`)
      .join("; ") || "none"
  );
}
