import { CORE_SCHEMA, dump } from "js-yaml";
import { InfrascaleError, type Estimate } from "../../index.js";
import { say } from "../../language/language.js";
import type { CommandLanguage } from "../language/command-language.js";
import { assumedLine } from "../render-assumed.js";
import type { LaunchPlan, PlannedTool } from "../../launch/index.js";
import { wrap } from "../wrap.js";
import { shellCommand } from "./shell.js";
import { commandRule } from "../../rules/command.js";
import type { Rule } from "../../rules/rule-code.js";

/** What `infrascale plan` can print. */
export type LaunchForm = "command" | "compose" | "kubernetes" | "config" | "load-test";

/** A comment of a shell and of YAML. */
const comment = (text: string): readonly string[] => (text === "" ? [] : wrap(text, "# "));

type Words = CommandLanguage["words"]["launch"];

const yaml = (content: unknown): string => dump(content, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true });

const commands = (
  { replica: { servers } }: LaunchPlan,
  all: readonly (readonly string[])[],
  words: Words,
): readonly string[] =>
  all.flatMap((command, server) => [
    ...(servers === 1 ? [] : comment(all.length === 1 ? words.onAllServers(servers) : words.onServer(server))),
    shellCommand(command),
  ]);

const missing = (form: LaunchForm, rule: Rule): InfrascaleError =>
  new InfrascaleError({
    code: "contradictory-options",
    field: "as",
    ...rule,
    value: form,
  });

/** Each form of a plan as text. */
export const LAUNCH_FORMS: Readonly<
  Record<LaunchForm, (plan: LaunchPlan, tool: PlannedTool, words: Words) => readonly string[]>
> = {
  command: (plan, _, words) => [
    ...comment(words.each(plan.replicas, plan.replica.gpus)),
    ...commands(plan, plan.commands, words),
  ],
  compose: ({ compose, replica, replicas }, _, words) => {
    if (compose === null) throw missing("compose", commandRule("form-without-compose"));
    const { length } = Object.keys(compose["services"] as object);
    return [...comment(words.oneServer(length, replicas, replica.gpus)), yaml(compose).trimEnd()];
  },
  kubernetes: ({ kubernetes }) => {
    if (kubernetes === null) throw missing("kubernetes", commandRule("form-without-kubernetes"));
    return [kubernetes.map(yaml).join("---\n").trimEnd()];
  },
  config: (plan, _, words) => [
    ...comment(words.file(plan.file.path, plan.file.commands.map((command) => command.join(" ")).join("; "))),
    yaml(plan.file.content).trimEnd(),
  ],
  "load-test": ({ loadTest }, tool, words) => {
    if (loadTest === null) throw missing("load-test", commandRule("form-without-load-test"));
    const { words: command, result, lengths } = loadTest.commands[tool];
    return [
      ...comment(words.leaves(result)),
      ...(lengths === "equal" ? [] : comment(words.lengths(lengths))),
      shellCommand(command),
    ];
  },
};

/** A plan, the estimate that it starts, and what of it is printed. */
interface PlannedEstimate {
  readonly plan: LaunchPlan;
  readonly estimate: Estimate;
  readonly form: LaunchForm;
  readonly tool: PlannedTool;
}

/** A plan in a form, under what there is to know of it. */
export function renderLaunch({ plan, estimate, form, tool }: PlannedEstimate, language: CommandLanguage): string {
  const lines = [
    ...comment(say(language, "summary", estimate)),
    ...comment(assumedLine(plan.assumed, language).replaceAll("\n", " ")),
    ...plan.notices.flatMap((notice) =>
      comment(`${language.figures.label(say(language, "effect", notice.effect))} ${say(language, "notice", notice)}`),
    ),
    ...LAUNCH_FORMS[form](plan, tool, language.words.launch),
  ];
  return `${lines.join("\n")}\n`;
}
