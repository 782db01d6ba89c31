import { list, table, type Bilingual } from "./frame.js";

/** Rules that are broken on each page or in each state that was looked at. */
export type Broken = Readonly<Record<string, readonly string[]>>;

/** What the tests of the site in a browser keep: findings of axe on the calculator and on the documentation. */
export interface PinnedFindings {
  readonly axeVersion: string;
  readonly calculator: Broken;
  readonly docs: Broken;
}

/** Known findings in words. */
const RULES: Readonly<Record<string, readonly [english: string, french: string]>> = {
  "nested-interactive": ["a link within a heading that folds", "un lien dans un titre dépliable"],
  "heading-order": ["a level of headings is left out", "un niveau de titre est sauté"],
  "empty-table-header": ["a head of a column is empty", "un en-tête de colonne est vide"],
  "color-contrast": ["too little contrast", "contraste insuffisant"],
  "link-in-text-block": [
    "a link in text is known by its colour alone",
    "un lien dans un texte n’est signalé que par sa couleur",
  ],
};

const COMMAND = "npx vitest run --config vitest.site.config.ts";

/**
 * The statement of accessibility, from what the tests found.
 *
 * @throws Error where a finding has no words here.
 */
export function accessibilityPage({ axeVersion, calculator, docs }: PinnedFindings): Bilingual {
  const states = Object.keys(calculator).length;
  const [own, theirs] = [total(calculator), total(docs)];
  return {
    title: "Accessibility",
    titleInFrench: "Déclaration d’accessibilité",
    english: `
<p>Aim: RGAA 4.1, that is WCAG 2.2, levels A and AA. <strong>State: partially conforming</strong>, by automatic tests. No person has walked the 106
criteria of RGAA yet, so no rate is stated, and this is not an audit as the law knows it.</p>
<h2>The calculator</h2>
<p>${states} views, its states in light and dark colours, in English and French, were examined by axe-core ${axeVersion} with its rules for levels A and AA and for good
practice: ${foundIn(own, "no violation", "violations: ")}. In a browser are also tested: use by keyboard alone from loading to the answer, one message for each answer to
screen readers, a width of 320 pixels, print, and the language of the page. No screen reader was run by a person.</p>
<h2>The documentation</h2>
<p>Its pages are made by TypeDoc. Known faults, of ${Object.keys(docs).length} pages of all kinds:</p>
${findingsTable(theirs, ["rule", "what", "pages"], 0)}
<h2>Method and contact</h2>
<p>These figures are those of the tests: <code>${COMMAND}</code> finds them again, or fails. Whoever meets an obstacle tells it
those who put this site online, or the project by its repository. In France, who gets no answer can turn to the
<a href="https://formulaire.defenseurdesdroits.fr/" hreflang="fr">Défenseur des droits</a>.</p>`,
    french: `
<p>Objectif : RGAA 4.1, soit WCAG 2.2, niveaux A et AA. <strong>État : partiellement conforme</strong>, d’après des tests automatiques. Les 106 critères du
RGAA n’ont pas encore été contrôlés par une personne : aucun taux n’est donc indiqué, et ceci n’est pas un audit au sens de la loi.</p>
<h2>Le calculateur</h2>
<p>${states} vues, ses états en couleurs claires et sombres, en anglais et en français, ont été examinées par axe-core ${axeVersion} avec ses règles des niveaux A et AA et de bonne
pratique : ${foundIn(own, "aucun défaut", "défauts : ")}. Sont aussi testés dans un navigateur : l’usage au clavier seul, du chargement à la réponse, un seul message par
réponse pour les lecteurs d’écran, la largeur de 320 pixels, l’impression et la langue de la page. Aucun lecteur d’écran n’a été
essayé par une personne.</p>
<h2>La documentation</h2>
<p>Elle est en anglais. Ses pages sont produites par TypeDoc. Défauts connus, sur ${Object.keys(docs).length} pages de toutes sortes :</p>
${findingsTable(theirs, ["règle", "défaut", "pages"], 1)}
<h2>Méthode et contact</h2>
<p>Ces chiffres sont ceux des tests : <code>${COMMAND}</code> les retrouve, ou échoue. Un obstacle peut être signalé à
ceux qui mettent ce site en ligne, ou au projet par son dépôt. Sans réponse, il est possible de saisir le
<a href="https://formulaire.defenseurdesdroits.fr/">Défenseur des droits</a>.</p>`,
  };
}

/** Pages by the rule that they break. */
function total(broken: Broken): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const rule of Object.values(broken).flat()) sums[rule] = (sums[rule] ?? 0) + 1;
  return sums;
}

const foundIn = (sums: Readonly<Record<string, number>>, none: string, some: string): string =>
  Object.keys(sums).length === 0
    ? none
    : `${some}${Object.entries(sums)
        .map(([rule, count]) => `${rule} (${count})`)
        .join(", ")}`;

function findingsTable(sums: Readonly<Record<string, number>>, head: readonly string[], language: 0 | 1): string {
  const rows = Object.entries(sums).map(([rule, count]) => {
    const words = RULES[rule];
    if (words === undefined) throw new Error(`scripts/site/accessibility-page.ts has no words for ${rule}`);
    return [`<code>${rule}</code>`, words[language], count];
  });
  return rows.length === 0 ? list([["none", "aucun"][language] ?? ""]) : table([head, ...rows]);
}
