import type { LoadCost, Range, ServingCost } from "../../cost/index.js";
import { thousands } from "../../units.js";
import { say } from "../../language/language.js";
import { serverText, type ExplainedEstimate } from "../decision/render-explanation.js";
import type { CommandLanguage } from "../language/command-language.js";
import { assumptionTexts } from "../render-assumed.js";

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
 * @param language - that it is written in.
 * @returns HTML.
 */
export function htmlReport(report: Report, language: CommandLanguage): string {
  const { estimate, reasons, servers, cost, version, today } = report;
  const words = language.words.report;
  const [first, ...others] = reasons.map((reason) => say(language, "explanation", reason));
  const summary = say(language, "summary", estimate);
  const [best] = servers;
  const sections = [
    `<h1>${escaped(first ?? summary)}</h1>`,
    `<p>${escaped(words.subject(estimate.model, estimate.gpu, version, today))}</p>`,
    section(words.why, list(others)),
    estimate.status === "feasible" ? section(words.limits, constraintTable(estimate.constraints, language)) : "",
    best === undefined ? "" : section(words.servers, `<p>${escaped(serverText(best, language))}</p>`),
    cost === null ? "" : section(words.money, table(costRows(cost, language))),
    section(words.assumed, list(assumptionTexts(estimate.assumed, language))),
    section(words.beyondMeasured, list(estimate.warnings.map((warning) => say(language, "warning", warning)))),
  ];
  return `<!doctype html>
<html lang="${language.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(summary)}</title>
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
function constraintTable(constraints: Constraints, { words: { report: words }, figures }: CommandLanguage): string {
  const rows = constraints.map(({ name, demand, limit, unit, binding }) => {
    const share = limit > 0 ? Math.min(1, demand / limit) : 0;
    const cells = [
      `<th scope="row">${escaped(binding ? words.binds(figures.constraint(name)) : figures.constraint(name))}</th>`,
      `<td>${escaped(words.used(figures.amount(demand, unit), figures.amount(limit, unit)))}</td>`,
      `<td><meter min="0" max="1" value="${share.toFixed(3)}">${figures.percent(share)}</meter></td>`,
    ];
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table>\n${rows.join("\n")}\n</table>`;
}

function costRows(cost: ServingCost, language: CommandLanguage): readonly Row[] {
  const { currency, atPeak, atMean, meanLoad, api, spreads } = cost;
  const words = language.words.report;
  const money = (amount: number): string => `${language.figures.number(amount)} ${currency}`;
  const tokens = (name: string, { tokens: prices }: LoadCost): readonly Row[] =>
    prices === null
      ? []
      : [[name, words.tokenPrices(money(prices.input), prices.output === null ? null : money(prices.output))]];
  return [
    ...rentRows(cost, language),
    ...spreads.map((spread): Row => [words.allOffers, words.offers(spread)]),
    ...tokens(words.tokensAtPeak, atPeak),
    ...(meanLoad === 1 ? [] : tokens(words.tokensAtMean(meanLoad), atMean)),
    ...(api === null ? [] : [[words.api, words.perHour(money(api.perHour))] as const]),
    ...footprintRows(cost, language),
  ];
}

function rentRows(
  { rent, currency }: ServingCost,
  { words: { report: words }, figures }: CommandLanguage,
): readonly Row[] {
  if (rent === null) return [[words.rent, words.noRent(currency)]];
  const money = (amount: number): string => `${figures.number(amount)} ${currency}`;
  return [
    [words.rentBeforeTax, words.rents(money(rent.perHour), money(rent.perMonth), money(rent.perYear))],
    [words.offer, words.offered(rent.offer.provider, money(rent.perGpuHour), rent.offer.date)],
  ];
}

function footprintRows({ footprint, pue }: ServingCost, { words: { report: words } }: CommandLanguage): readonly Row[] {
  if (footprint === null) return [];
  const { perYear, embodiedPerYear, zone, gramsPerKwh, gridYear } = footprint;
  const between = ({ min, max }: Range): string => words.between(thousands(min), thousands(max));
  return [
    [words.energy, words.energyOf(between(perYear.kWh), pue)],
    [
      words.carbon,
      words.carbonOf({
        tonnes: between(perYear.kgCO2eq),
        embodied: between(embodiedPerYear),
        zone,
        gramsPerKwh,
        gridYear,
      }),
    ],
  ];
}
