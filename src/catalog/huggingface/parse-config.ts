import { InfrascaleError } from "../../errors.js";
import { checkObject } from "../../internal/check.js";
import { objectAt, type ConfigPart } from "./config-part.js";
import { configRule } from "../../rules/config.js";

/** Where multimodal configs keep the text model. */
const TEXT_PARTS = ["text_config", "llm_config", "language_config"] as const;

/** A string, or one of the three number tokens that Python writes and JSON does not know. */
const STRING_OR_PYTHON_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/g;

/** A config.json as an object: text is parsed, the bare tokens Infinity and NaN included. */
export function parseConfig(config: unknown, path: string = "config"): ConfigPart {
  const value = typeof config === "string" ? parseTolerantly(config, path) : config;
  return { path, fields: checkObject(value, path) };
}

function parseTolerantly(text: string, path: string): unknown {
  try {
    // 1e999 is beyond the largest double, so that JSON.parse reads it as Infinity.
    const json = text.replaceAll(STRING_OR_PYTHON_NUMBER, (token) => {
      if (token.startsWith('"')) return token;
      return token === "NaN" ? "null" : token.replace("Infinity", "1e999");
    });
    return JSON.parse(json);
  } catch {
    throw new InfrascaleError({
      code: "invalid-type",
      field: path,
      ...configRule("json-object"),
      value: text.slice(0, 40),
    });
  }
}

/** The part that describes the text model: nested in a multimodal config, else the whole. */
export function textPart(config: ConfigPart): ConfigPart {
  for (const name of TEXT_PARTS) {
    const part = objectAt(config, name);
    if (part !== undefined) return part;
  }
  return config;
}
