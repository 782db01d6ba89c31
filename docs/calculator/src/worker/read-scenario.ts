import { CORE_SCHEMA, loadAll } from "js-yaml";
import { InfrascaleError } from "infrascale";
import type { ScenarioFile } from "../scenario/scenario-file.js";

/**
 * Reads a scenario file as the command reads it: options by name. A file of this page that has an answer beside it is read likewise.
 *
 * @param text - YAML or JSON.
 * @returns options by name.
 * @throws {@link InfrascaleError} `unreadable-file` for what is none.
 */
export function readScenario(text: string): ScenarioFile {
  const content = valueOf(text);
  const options = content?.["scenario"] ?? content;
  if (!isRecord(options)) throw unreadable(text);
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== "$schema"));
}

function valueOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const [content] = loadAll(text, null, { schema: CORE_SCHEMA });
    return isRecord(content) ? content : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const unreadable = (text: string): InfrascaleError =>
  new InfrascaleError({
    code: "unreadable-file",
    field: "scenario",
    rule: "must hold options by name",
    ruleCode: "scenario-object",
    value: text.slice(0, 40),
  });
