import { median } from "../../internal/median.js";
import { colours } from "../colours.js";
import { formatNumber, formatPercent, formatSeconds } from "../format.js";
import type { Calibration, CalibrationResidual, CalibrationWarning, FitWarning } from "../../calibrate.js";
import { assumedLines } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";

type Parameter = Calibration["parameters"][number];

/** What each parameter does, for people. */
const PARAMETERS: Readonly<Record<Parameter["name"], string>> = {
  stepOverheadSeconds: "added to each step",
  requestOverheadSeconds: "added for each running request",
  decodeFactor: "kernels of decoding, times",
  decodeExponent: "and requests, to the power",
  prefillFactor: "kernels of prompts, times",
  communicationFactor: "communication, times",
  firstTokenSeconds: "added to the first token",
  firstTokenFactor: "first token, times",
  firstTokenExponent: "and requests, to the power",
};

const QUANTITIES: Readonly<Record<CalibrationResidual["quantity"], string>> = {
  tpotSeconds: "time per output token",
  ttftSeconds: "time to the first token",
  requestSeconds: "time of a request",
  outputTokensPerSecond: "output tokens/s",
};

/** A calibration for a terminal of 80 columns, or a pipe. */
export function renderCalibration(
  calibration: Calibration,
  warnings: readonly (CalibrationWarning | FitWarning)[],
  plots: readonly string[],
): string {
  const paragraphs = [
    headline(calibration),
    servedLines(calibration),
    parameterTable(calibration.parameters),
    errorTable(calibration),
    ...plots,
    assumedLines(calibration.assumed.map((assumption) => ({ ...assumption, rows: assumption.observations.length }))),
    warningLines(warnings),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function headline({ residuals, leaveOneOut, status, profile }: Calibration): string {
  const before = median(residuals.map(({ measured, predictedBefore }) => Math.abs(predictedBefore / measured - 1)));
  const after = median(residuals.map(({ measured, predicted }) => Math.abs(predicted / measured - 1)));
  const unseen = leaveOneOut.medianAbsolutePercent;
  const fitted = `${residuals.length} figures of ${profile.provenance.rows} rows: median error ${formatPercent(before)} before, ${formatPercent(after)} after`;
  const text = `${fitted}${unseen === null ? "" : `, ${formatNumber(unseen)} % on rows left out`}${status === "converged" ? "" : ` (${status})`}`;
  return wrap(text)
    .map((line) => colours.bold(line))
    .join("\n");
}

function servedLines({ profile: { provenance } }: Calibration): string {
  const { models, gpus, engines, engineVersions, tensorSizes } = provenance;
  return wrap(
    `${models.join(", ")} on ${gpus.join(", ")}, ${engines.join(", ")} ${engineVersions.join(", ")}, tensor ${tensorSizes.join(", ")}`,
  ).join("\n");
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(({ name, value, interval95, atPrior }) => {
    const format = (amount: number): string =>
      name.endsWith("Seconds") ? formatSeconds(amount) : formatNumber(amount);
    const interval = interval95 === null ? "" : `${format(interval95[0])} to ${format(interval95[1])}`;
    return [PARAMETERS[name], format(value), atPrior ? "not told by these rows" : interval];
  });
  return formatTable(["parameter", "", "95 % interval"], rows, [1, 2]);
}

function errorTable({ residuals, leaveOneOut }: Calibration): string {
  const quantities = [...new Set(residuals.map(({ quantity }) => quantity))];
  const rows = quantities.map((quantity) => {
    const own = residuals.filter((row) => row.quantity === quantity);
    const unseen = leaveOneOut.rows
      .filter((row) => row.quantity === quantity)
      .map(({ absolutePercent }) => absolutePercent / 100);
    const error = (of: "predicted" | "predictedBefore"): string =>
      formatPercent(median(own.map((row) => Math.abs(row[of] / row.measured - 1))));
    return [
      QUANTITIES[quantity],
      `${own.length}`,
      error("predictedBefore"),
      error("predicted"),
      unseen.length === 0 ? "" : formatPercent(median(unseen)),
    ];
  });
  return formatTable(["median error of", "rows", "before", "after", "left out"], rows, [1, 2, 3, 4]);
}

function warningLines(warnings: readonly (CalibrationWarning | FitWarning)[]): string {
  return warnings
    .flatMap((warning) =>
      wrap(`${placeOf(warning)}${warning.message} [${warning.code}]`, "  ").map((line, index) =>
        colours.yellow(index === 0 ? `- ${line.slice(2)}` : line),
      ),
    )
    .join("\n");
}

function placeOf(warning: CalibrationWarning | FitWarning): string {
  if (!("file" in warning) || warning.file === undefined) return "";
  return warning.line === undefined ? `${warning.file}: ` : `${warning.file}:${warning.line}: `;
}
