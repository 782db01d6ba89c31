import { CORE_SCHEMA, dump } from "js-yaml";
import { InfrascaleError, type Assumption } from "../../index.js";
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

const plural = (count: number, of: string): string => `${count} ${of}${count === 1 ? "" : "s"}`;

const yaml = (content: unknown): string => dump(content, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true });

const commands = ({ replica: { servers } }: LaunchPlan, all: readonly (readonly string[])[]): readonly string[] =>
  all.flatMap((words, server) => [
    ...(servers === 1
      ? []
      : comment(
          all.length === 1
            ? `on all ${servers} servers of a replica at once`
            : `on server ${server} of a replica; HEAD is the address of server 0`,
        )),
    shellCommand(words),
  ]);

const missing = (form: LaunchForm, rule: Rule): InfrascaleError =>
  new InfrascaleError({
    code: "contradictory-options",
    field: "as",
    ...rule,
    value: form,
  });

/** Each form of a plan as text. */
export const LAUNCH_FORMS: Readonly<Record<LaunchForm, (plan: LaunchPlan, tool: PlannedTool) => readonly string[]>> = {
  command: (plan) => [
    ...comment(`each of ${plural(plan.replicas, "replica")}, on ${plural(plan.replica.gpus, "GPU")}`),
    ...commands(plan, plan.commands),
  ],
  compose: ({ compose, replica, replicas }) => {
    if (compose === null) throw missing("compose", commandRule("form-without-compose"));
    const { length } = Object.keys(compose["services"] as object);
    return [
      ...comment(`one server: ${length} of ${plural(replicas, "replica")}, each on ${plural(replica.gpus, "GPU")}`),
      yaml(compose).trimEnd(),
    ];
  },
  kubernetes: ({ kubernetes }) => {
    if (kubernetes === null) throw missing("kubernetes", commandRule("form-without-kubernetes"));
    return [kubernetes.map(yaml).join("---\n").trimEnd()];
  },
  config: (plan) => [
    ...comment(`${plan.file.path}, for ${plan.file.commands.map((words) => words.join(" ")).join("; ")}`),
    yaml(plan.file.content).trimEnd(),
  ],
  "load-test": ({ loadTest }, tool) => {
    if (loadTest === null) throw missing("load-test", commandRule("form-without-load-test"));
    const { words, result, lengths } = loadTest.commands[tool];
    return [
      ...comment(`leaves ${result}: infrascale check ${result} --plan plan.json`),
      ...(lengths === "equal" ? [] : comment(`lengths are ${lengths} in this tool: it draws no lognormal`)),
      shellCommand(words),
    ];
  },
};

/** A plan in a form, under what there is to know of it. */
export const renderLaunch = (plan: LaunchPlan, form: LaunchForm, tool: PlannedTool): string =>
  `${[...comment(plan.summary), ...comment(assumedText(plan.assumed)), ...plan.notices.flatMap(({ effect, message }) => comment(`${effect}: ${message}`)), ...LAUNCH_FORMS[form](plan, tool)].join("\n")}\n`;

const assumedText = (assumed: readonly Assumption[]): string => assumedLine(assumed).replaceAll("\n", " ");
