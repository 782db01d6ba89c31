import type { Calibration, CalibrationWarning, FitWarning } from "../../calibrate.js";
import { median } from "../../internal/median.js";
import { say } from "../../language/language.js";
import { colours } from "../colours.js";
import type { CommandLanguage } from "../language/command-language.js";
import { assumedLines } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";

type Parameter = Calibration["parameters"][number];

/** A calibration for a terminal of 80 columns, or a pipe. */
export function renderCalibration(
  calibration: Calibration,
  warnings: readonly (CalibrationWarning | FitWarning)[],
  plots: readonly string[],
  language: CommandLanguage,
): string {
  const paragraphs = [
    headline(calibration, language),
    servedLines(calibration, language),
    parameterTable(calibration.parameters, language),
    errorTable(calibration, language),
    ...plots,
    assumedLines(
      calibration.assumed.map((assumption) => ({ ...assumption, rows: assumption.observations.length })),
      language,
    ),
    warningLines(warnings, language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function headline(
  { residuals, leaveOneOut, status, profile }: Calibration,
  { words: { calibration: words } }: CommandLanguage,
): string {
  const before = median(residuals.map(({ measured, predictedBefore }) => Math.abs(predictedBefore / measured - 1)));
  const after = median(residuals.map(({ measured, predicted }) => Math.abs(predicted / measured - 1)));
  const unseen = leaveOneOut.medianAbsolutePercent;
  const fitted = words.fitted(residuals.length, profile.provenance.rows, before, after);
  const text = `${fitted}${unseen === null ? "" : words.leftOut(unseen)}${status === "converged" ? "" : words.status(status)}`;
  return wrap(text)
    .map((line) => colours.bold(line))
    .join("\n");
}

function servedLines({ profile: { provenance } }: Calibration, { words }: CommandLanguage): string {
  const { models, gpus, engines, engineVersions, tensorSizes } = provenance;
  return wrap(
    words.calibration.served(
      models.join(", "),
      gpus.join(", "),
      `${engines.join(", ")} ${engineVersions.join(", ")}`,
      tensorSizes.join(", "),
    ),
  ).join("\n");
}

function parameterTable(
  parameters: readonly Parameter[],
  { words: { calibration: words }, figures }: CommandLanguage,
): string {
  const rows = parameters.map(({ name, value, interval95, atPrior }) => {
    const format = name.endsWith("Seconds") ? figures.seconds : figures.number;
    const interval = interval95 === null ? "" : words.range(format(interval95[0]), format(interval95[1]));
    return [words.parameters[name], format(value), atPrior ? words.notTold : interval];
  });
  return formatTable([words.parameter, "", words.interval], rows, [1, 2]);
}

function errorTable(
  { residuals, leaveOneOut }: Calibration,
  { words: { calibration: words }, figures: { percent } }: CommandLanguage,
): string {
  const quantities = [...new Set(residuals.map(({ quantity }) => quantity))];
  const rows = quantities.map((quantity) => {
    const own = residuals.filter((row) => row.quantity === quantity);
    const unseen = leaveOneOut.rows
      .filter((row) => row.quantity === quantity)
      .map(({ absolutePercent }) => absolutePercent / 100);
    const error = (of: "predicted" | "predictedBefore"): string =>
      percent(median(own.map((row) => Math.abs(row[of] / row.measured - 1))));
    return [
      words.quantities[quantity],
      `${own.length}`,
      error("predictedBefore"),
      error("predicted"),
      unseen.length === 0 ? "" : percent(median(unseen)),
    ];
  });
  return formatTable(
    [words.medianErrorOf, words.rows, words.before, words.after, words.onRowsLeftOut],
    rows,
    [1, 2, 3, 4],
  );
}

function warningLines(warnings: readonly (CalibrationWarning | FitWarning)[], language: CommandLanguage): string {
  return warnings
    .flatMap((warning) =>
      wrap(`${placeOf(warning, language)}${say(language, "loadTestWarning", warning)} [${warning.code}]`, "  ").map(
        (line, index) => colours.yellow(index === 0 ? `- ${line.slice(2)}` : line),
      ),
    )
    .join("\n");
}

function placeOf(warning: CalibrationWarning | FitWarning, { figures }: CommandLanguage): string {
  if (!("file" in warning) || warning.file === undefined) return "";
  return `${figures.label(warning.line === undefined ? warning.file : `${warning.file}:${warning.line}`)} `;
}
