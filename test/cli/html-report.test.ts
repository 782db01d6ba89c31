import { describe, expect, test } from "vitest";
import { htmlReport, type Report } from "../../src/cli/report/html-report.js";
import { english } from "../../src/cli/language/english/index.js";
import { costOf } from "../../src/cost/index.js";
import { explain, inServers } from "../../src/decide/index.js";
import { estimateGpus, type NamedEstimate } from "../../src/index.js";

const today = "2026-11-30";

const request = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  workload: { requestsPerSecond: 4, inputTokens: 1155, outputTokens: 211 },
  targets: { ttft: { p95: 1 } },
} as const;

const reportOf = (estimate: NamedEstimate): Report => ({
  estimate,
  reasons: explain(estimate),
  servers: estimate.status === "feasible" ? inServers(request.gpu, estimate) : [],
  cost: estimate.status === "feasible" ? costOf(estimate, { today, zone: "FRA", meanLoad: 0.6 }) : null,
  version: "1.2.3",
  today,
});

/** What a reader sees of a page, without its style. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

describe("a report", () => {
  const estimate = estimateGpus(request, { confidence: "expected" });
  const report = reportOf(estimate);
  const page = htmlReport(report, english);
  const text = textOf(page);

  test("is one page that asks nobody for anything", () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).not.toMatch(/https?:|<script|<link|src=|url\(/);
    expect(page.match(/<(h1)>/g)).toHaveLength(1);
  });

  test("says all sentences, limits, assumptions and the day", () => {
    for (const { message } of report.reasons) expect(text).toContain(message.replaceAll("'", "&#39;"));
    if (estimate.status !== "feasible") throw new Error("expected a purchase");
    for (const { name } of estimate.constraints) expect(text).toContain(name);
    expect(text).toContain("infrascale 1.2.3, 2026-11-30");
    expect(text).toContain("version 0.30");
  });

  test("says money in its currency and energy in megawatt-hours, those of the cost", () => {
    const { cost } = report;
    if (cost?.rent == null || cost.footprint === null) throw new Error("expected a price");
    expect(text).toContain(
      `${cost.rent.offer.provider}, ${cost.rent.perGpuHour} EUR for a GPU and hour, seen on ${cost.rent.offer.date}`,
    );
    const { kWh } = cost.footprint.perYear;
    expect(text).toContain(
      `${Number((kWh.min / 1000).toPrecision(4))} to ${Number((kWh.max / 1000).toPrecision(4))} MWh`,
    );
    expect(text).toContain("a million tokens at 60 % of it");
    const dearer = htmlReport({ ...report, cost: { ...cost, rent: { ...cost.rent, perHour: 123.4 } } }, english);
    expect(textOf(dearer)).toContain("123.4 EUR an hour");
    expect(textOf(htmlReport({ ...report, cost: { ...cost, rent: null } }, english))).toContain(
      "nobody offers it in EUR",
    );
  });

  test("has nothing of money where there is none, and says why nothing serves", () => {
    const none = estimateGpus({ ...request, targets: { ttft: { p95: 0.001 } } });
    const text = textOf(htmlReport(reportOf(none), english));
    expect(text).not.toContain("Money");
    expect(text).not.toContain("Limits");
    expect(text).toContain("ttft p95");
  });

  test("writes signs of HTML as text", () => {
    const page = htmlReport({ ...report, estimate: { ...estimate, model: `<b>&"'` } }, english);
    expect(page).toContain("&lt;b&gt;&amp;&quot;&#39;");
    expect(page).not.toContain("<b>");
  });
});
