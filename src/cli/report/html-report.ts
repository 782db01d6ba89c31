import type { LoadCost, Range, ServingCost } from "../../cost/index.js";
import { thousands } from "../../units.js";
import { serverLines, type ExplainedEstimate } from "../decision/render-explanation.js";
import { formatAmount, formatNumber, formatPercent } from "../format.js";
import { assumptionTexts } from "../render-assumed.js";
import { warningLines } from "../render-warnings.js";

/** What a report is made of. */
export interface Report extends ExplainedEstimate {
  /** Null where the estimate is infeasible, or its performance model knows no times. */
  readonly cost: ServingCost | null;
  /** Version of this package. */
  readonly version: string;
  /** Day of the report. */
  readonly today: string;
}

/**
 * An estimate as one page that needs nothing else: to print, or to be attached to a request for a budget.
 *
 * @param report - estimate, why it is so, servers and money.
 * @returns HTML.
 */
export function htmlReport(report: Report): string {
  const { estimate, reasons, servers, cost, version, today } = report;
  const [first, ...others] = reasons.map(({ message }) => message);
  const [best] = servers;
  const sections = [
    `<h1>${escaped(first ?? estimate.summary)}</h1>`,
    `<p>${escaped(`${estimate.model} on ${estimate.gpu}; infrascale ${version}, ${today}`)}</p>`,
    section("Why", list(others)),
    estimate.status === "feasible" ? section("Limits", constraintTable(estimate.constraints)) : "",
    best === undefined ? "" : section("Servers", `<p>${escaped(serverLines(best))}</p>`),
    cost === null ? "" : section("Money, energy and carbon", table(costRows(cost))),
    section("Assumed", list(assumptionTexts(estimate.assumed))),
    estimate.warnings.length === 0
      ? ""
      : section("Beyond what was measured", `<p>${escaped(warningLines(estimate.warnings))}</p>`),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(estimate.summary)}</title>
<style>${STYLE}</style>
</head>
<body>
${sections.filter((text) => text !== "").join("\n")}
</body>
</html>
`;
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#161616}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ccc;padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top}
meter{width:8rem}@media print{body{margin:0;max-width:none}}`;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

const section = (title: string, content: string): string => (content === "" ? "" : `<h2>${title}</h2>\n${content}`);

const list = (texts: readonly string[]): string =>
  texts.length === 0 ? "" : `<ul>\n${texts.map((text) => `<li>${escaped(text)}</li>`).join("\n")}\n</ul>`;

type Row = readonly [name: string, value: string];

const table = (rows: readonly Row[]): string =>
  `<table>\n${rows.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`).join("\n")}\n</table>`;

type Constraints = Extract<Report["estimate"], { status: "feasible" }>["constraints"];

/** Each side of a limit, and the share of it that is used. */
function constraintTable(constraints: Constraints): string {
  const rows = constraints.map(({ name, demand, limit, unit, binding }) => {
    const share = limit > 0 ? Math.min(1, demand / limit) : 0;
    const cells = [
      `<th scope="row">${escaped(name)}${binding ? " (binds)" : ""}</th>`,
      `<td>${escaped(`${formatAmount(demand, unit)} of ${formatAmount(limit, unit)}`)}</td>`,
      `<td><meter min="0" max="1" value="${share.toFixed(3)}">${formatPercent(share)}</meter></td>`,
    ];
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table>\n${rows.join("\n")}\n</table>`;
}

function costRows(cost: ServingCost): readonly Row[] {
  const { currency, atPeak, atMean, meanLoad, api, spreads } = cost;
  const money = (amount: number): string => `${formatNumber(amount)} ${currency}`;
  const tokens = (name: string, { tokens: prices }: LoadCost): readonly Row[] =>
    prices === null
      ? []
      : [[name, `${money(prices.input)} in${prices.output === null ? "" : `, ${money(prices.output)} out`}`]];
  return [
    ...rentRows(cost),
    ...spreads.map((of): Row => [
      "all offers",
      `${formatNumber(of.low)} to ${formatNumber(of.high)} ${of.currency} for a GPU and hour, median ${formatNumber(of.median)} of ${of.offers}`,
    ]),
    ...tokens("a million tokens at the load sized for", atPeak),
    ...(meanLoad === 1 ? [] : tokens(`a million tokens at ${formatPercent(meanLoad)} of it`, atMean)),
    ...(api === null ? [] : [["the same requests from an API", `${money(api.perHour)} an hour`] as const]),
    ...footprintRows(cost),
  ];
}

function rentRows({ rent, currency }: ServingCost): readonly Row[] {
  if (rent === null) return [["rent", `nobody offers it in ${currency} on these terms`]];
  const money = (amount: number): string => `${formatNumber(amount)} ${currency}`;
  return [
    [
      "rent, before tax",
      `${money(rent.perHour)} an hour, ${money(rent.perMonth)} a month, ${money(rent.perYear)} a year`,
    ],
    ["offer", `${rent.offer.provider}, ${money(rent.perGpuHour)} for a GPU and hour, seen on ${rent.offer.date}`],
  ];
}

function footprintRows({ footprint, pue }: ServingCost): readonly Row[] {
  if (footprint === null) return [];
  const { perYear, embodiedPerYear, zone, gramsPerKwh, gridYear } = footprint;
  return [
    ["energy of a year", `${between(perYear.kWh)} MWh at a PUE of ${formatNumber(pue)}`],
    [
      "carbon of a year",
      `${between(perYear.kgCO2eq)} t CO2eq, of that ${between(embodiedPerYear)} t for making the servers; ${zone}, ${formatNumber(gramsPerKwh)} g per kWh (${gridYear})`,
    ],
  ];
}

const between = ({ min, max }: Range): string => `${formatNumber(thousands(min))} to ${formatNumber(thousands(max))}`;
