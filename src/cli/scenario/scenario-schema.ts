import type { Option } from "commander";

/**
 * The JSON Schema of a scenario file, for editors: every option of the commands that size or simulate, by its name.
 *
 * @param options - of these commands.
 * @returns the schema, draft 2020-12.
 */
export const scenarioSchema = (options: readonly Option[]): object => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "infrascale scenario",
  description: "What infrascale is asked: options of its commands by name. `infrascale init` writes one with comments.",
  type: "object",
  properties: {
    $schema: { type: "string" },
    ...Object.fromEntries(
      options.map((option) => [keyOf(option), propertyOf(option)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  },
  additionalProperties: false,
});

/** The name by which people know an option: the shorter one of two. */
export const keyOf = ({ short, long }: Option): string =>
  (short?.startsWith("--") === true ? short : (long ?? "")).slice(2);

function propertyOf({ description, required, optional, argChoices }: Option): object {
  if (!required && !optional) return { description, type: "boolean" };
  if (argChoices !== undefined) return { description, enum: argChoices };
  const plain = ["string", "number"];
  return {
    description,
    type: [...plain, ...(optional ? ["boolean"] : []), "array"],
    items: { type: plain },
  };
}
