import { CORE_SCHEMA, dump } from "js-yaml";
import { estimateGpus } from "infrascale";
import { planLaunch } from "infrascale/decide";
import { shellCommand } from "../../../../src/cli/launch/shell.js";
import type { Question } from "../scenario/question.js";
import { requestOf } from "./named.js";
import type { LaunchAnswer } from "./protocol.js";

const yaml = (content: unknown): string => dump(content, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true });

/**
 * How the replicas of an answer are started and tested, as text to copy.
 *
 * @param question - one that is feasible.
 * @returns texts, and what stands between them and a launch; null where nothing serves the question.
 */
export async function launch(question: Question): Promise<LaunchAnswer | null> {
  const estimate = estimateGpus(await requestOf(question), question.options);
  if (estimate.status === "infeasible") return null;
  const plan = planLaunch(estimate);
  const { replica, commands, file, compose, kubernetes, loadTest } = plan;
  return {
    replicas: plan.replicas,
    gpusEach: replica.gpus,
    engine: replica.engine,
    version: replica.version,
    commands: commands.map(shellCommand),
    file: { name: file.path, text: yaml(file.content), commands: file.commands.map(shellCommand) },
    compose: compose === null ? null : yaml(compose),
    kubernetes: kubernetes === null ? null : kubernetes.map(yaml).join("---\n"),
    loadTests:
      loadTest === null
        ? []
        : Object.entries(loadTest.commands).map(([tool, { words, result, lengths }]) => ({
            tool,
            text: shellCommand(words),
            result,
            lengths,
          })),
    notices: plan.notices,
    plan: JSON.stringify(plan, null, 2),
  };
}
