/** A page beside the calculator, in English and French, one below the other. */
export interface Bilingual {
  readonly title: string;
  readonly titleInFrench: string;
  /** HTML below the titles. */
  readonly english: string;
  readonly french: string;
}

/** Nothing is fetched and nothing runs: these pages are text. */
const POLICY = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * An HTML document in the calculator's styles.
 *
 * @param styles - addresses of its style sheets.
 */
export const frame = (
  { title, titleInFrench, english, french }: Bilingual,
  styles: readonly string[],
): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="icon" href="data:,">
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join("\n")}
<title>${title} / ${titleInFrench} - infrascale</title>
</head>
<body class="text-page">
<header><nav aria-label="Site"><a href="index.html">Calculator</a> · <a href="docs/index.html">Documentation</a> · <a href="#fr" lang="fr" hreflang="fr">Français</a></nav></header>
<main>
<h1>${title}</h1>
${english}
<section id="fr" lang="fr">
<h1>${titleInFrench}</h1>
${french}
</section>
</main>
</body>
</html>
`;

/** Text as it stands in HTML. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Items of an HTML list. */
export const list = (items: readonly string[]): string =>
  `<ul>\n${items.map((item) => `<li>${item}</li>`).join("\n")}\n</ul>`;

/** Rows of an HTML table, the first of them its head. */
export const table = ([head = [], ...rows]: readonly (readonly (string | number)[])[]): string =>
  [
    "<table>",
    `<thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n")}</tbody>`,
    "</table>",
  ].join("\n");
