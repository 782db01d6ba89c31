import { groupBy } from "../accuracy/statistics.js";
import {
  CONFIDENCES,
  coverageElsewhere,
  coverageOf,
  examineQuantiles,
  type Coverage,
  type Examined,
} from "./coverage.js";
import { OTHER_FOLDS, type OtherFold, type Residual } from "./residual.js";

/** Classes of fewer points say little about coverage. */
export const FEWEST_POINTS = 50;

const BEGIN = "<!-- coverage: written by `npm run uncertainty -- --docs` -->";
const END = "<!-- end of coverage -->";

/** Coverage by what was measured, and by class. */
export interface CoverageBySlice {
  readonly measured: string;
  /** Narrowest class; "all" for every class together. */
  readonly name: string;
  readonly coverage: Coverage;
  /** Share within the interval of 80 %, by what else is left out of the constants. */
  readonly elsewhere: Readonly<Record<OtherFold, number>>;
}

/** Coverage of each measured quantity, in all and by every class of {@link FEWEST_POINTS} points. */
export function coverageBySlice(residuals: readonly Residual[]): readonly CoverageBySlice[] {
  const byQuantity = groupBy(residuals, ({ quantity }) => quantity);
  const examined = [...byQuantity.values()].flatMap(examineQuantiles);
  return [...groupBy(examined, ({ residual }) => residual.measured)].flatMap(([measured, of]) => {
    const byClass = [...groupBy(of, ({ residual }) => residual.path.join(" "))]
      .filter(([, own]) => own.length >= FEWEST_POINTS)
      .toSorted(([, a], [, b]) => b.length - a.length);
    return [["all", of] as const, ...byClass].map(([name, own]: readonly [string, readonly Examined[]]) => ({
      measured,
      name,
      coverage: coverageOf(own),
      elsewhere: coverageElsewhere(own, 0.8),
    }));
  });
}

/** Both tables of the page in Markdown. */
export function coverageTables(residuals: readonly Residual[]): string {
  const slices = coverageBySlice(residuals);
  const head = (first: string): string =>
    `| ${first} | points | groups | ${CONFIDENCES.map((confidence) => `in ${percent(confidence)} %`).join(" | ")} | groups' mean in 80 % | width of 80 % | ${OTHER_FOLDS.map((kind) => `${kind}, in 80 %`).join(" | ")} |\n|---|---|---|${"---|".repeat(CONFIDENCES.length + OTHER_FOLDS.length)}---|---|`;
  const line = (
    name: string,
    { coverage: { points, groups, within, groupsWithin80, factor80 }, elsewhere }: CoverageBySlice,
  ): string =>
    `| ${name} | ${points} | ${groups} | ${CONFIDENCES.map((confidence) => percent(within[confidence])).join(" | ")} | ${percent(groupsWithin80)} | ×/÷ ${factor80.toFixed(2)} | ${OTHER_FOLDS.map((kind) => percent(elsewhere[kind])).join(" | ")} |`;
  const all = slices.filter(({ name }) => name === "all");
  const classes = slices.filter(({ name }) => name !== "all");
  return [
    head("measured"),
    ...all.map((slice) => line(slice.measured, slice)),
    "",
    head(`measured, class of ${FEWEST_POINTS} points or more`),
    ...classes.map((slice) => line(`${slice.measured}, ${slice.name}`, slice)),
  ].join("\n");
}

const percent = (share: number): string => (100 * share).toFixed(0);

/** A page with the tables between its markers. */
export function withTables(page: string, tables: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page lacks its markers ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${page.slice(end)}`;
}
