/**
 * Writes the JSON Schema of scenario files from the options of the commands: `npm run scenario-schema`. A test holds the file to them.
 */
import { writeFileSync } from "node:fs";
import { format } from "prettier";
import { COMMANDS } from "../src/cli/commands.js";
import { scenarioOptions } from "../src/cli/scenario/scenario-options.js";
import { scenarioSchema } from "../src/cli/scenario/scenario-schema.js";

const schema = JSON.stringify(scenarioSchema(await scenarioOptions(COMMANDS)));
writeFileSync("catalogs/scenario.schema.json", await format(schema, { parser: "json", printWidth: 120 }));
