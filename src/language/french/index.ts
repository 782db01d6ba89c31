import type { ErrorDetails } from "../../errors.js";
import type { RuleCode } from "../../rules/rule-code.js";
import type { RuleValues } from "../../rules/broken-rule.js";
import type { Label, Language } from "../language.js";
import { assumption } from "./assumptions.js";
import { doubt, impractical, summary } from "./estimate.js";
import { explanation } from "./explanations.js";
import { checkGap, checkStatus, loadTestWarning } from "./load-tests.js";
import { constraint, input, margin, value } from "./names.js";
import { effect, notice } from "./notices.js";
import { catalogRules } from "./rules/catalog.js";
import { commandRules } from "./rules/command.js";
import { configRules } from "./rules/config.js";
import { decideRules } from "./rules/decide.js";
import { deploymentRules } from "./rules/deployment.js";
import { estimateRules } from "./rules/estimate.js";
import { loadTestRules } from "./rules/load-test.js";
import { namedRules } from "./rules/named.js";
import { performanceRules } from "./rules/performance.js";
import { runRules } from "./rules/run.js";
import { valueRules } from "./rules/values.js";
import { workloadRules } from "./rules/workload.js";
import { replayReason, warning } from "./warnings.js";
import { any, exactly, percent, quoted, typesetAll } from "./words.js";

const RULES = {
  ...valueRules,
  ...catalogRules,
  ...configRules,
  ...workloadRules,
  ...deploymentRules,
  ...performanceRules,
  ...estimateRules,
  ...namedRules,
  ...decideRules,
  ...runRules,
  ...loadTestRules,
  ...commandRules,
} satisfies Readonly<Record<RuleCode, (values: never) => string>>;

/** A rule of a caller's own has its own words. */
const rule = ({ rule: words, ruleCode, ruleValues = {} }: ErrorDetails): string =>
  ruleCode === undefined ? words : (RULES[ruleCode] as (values: RuleValues) => string)(ruleValues);

const MOST_SHOWN = 200;

/** A value that was refused. */
function shown(refused: unknown): string {
  if (refused === undefined || refused === null || refused === "none") return "rien";
  if (typeof refused === "string")
    return quoted(refused.length > MOST_SHOWN ? `${refused.slice(0, MOST_SHOWN)}...` : refused);
  if (typeof refused === "number") return exactly(refused);
  if (typeof refused === "object") return Array.isArray(refused) ? "un tableau" : "un objet";
  if (typeof refused === "function") return "une fonction";
  return typeof refused === "boolean" ? String(refused) : "?";
}

function error(details: ErrorDetails): string {
  const { field, value: refused, suggestions = [] } = details;
  const nearest = suggestions.length > 0 ? ` ; le plus proche : ${any(suggestions)}` : "";
  return `${field} ${rule(details)} ; reçu : ${shown(refused)}${nearest}`;
}

const SAYS: Language["says"] = {
  error,
  rule,
  warning,
  explanation,
  assumption,
  notice,
  effect,
  replayReason,
  summary,
  doubt,
  impractical,
  constraint,
  input,
  margin,
  checkStatus,
  checkGap,
  loadTestWarning,
  value: ({ value: told, unit }) => value(told, unit),
  share: percent,
};

const LABELS: Readonly<Record<Label, string>> = {
  assumed: "hypothèses :",
  "assumed of so many rows": "hypothèses, avec le nombre de lignes :",
  error: "erreur :",
  impractical: "peu pratique :",
  "not proven": "non prouvé :",
  proven: "prouvé : aucun achat plus petit ne respecte toutes les contraintes",
  "replay before you buy": "simulez requête par requête avant d'acheter :",
  warning: "avertissement :",
};

/** French. */
export const french: Language = { locale: "fr", name: "français", says: typesetAll(SAYS), labels: typesetAll(LABELS) };
