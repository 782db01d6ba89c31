/**
 * Writes the JSON Schema of scenario files from the options of the commands: `npm run scenario-schema`. A test holds the file to them.
 */
import { writeFileSync } from "node:fs";
import { scenarioOptions } from "../src/cli/commands.js";
import { scenarioSchema } from "../src/cli/scenario/scenario-schema.js";

writeFileSync("catalogs/scenario.schema.json", `${JSON.stringify(scenarioSchema(await scenarioOptions()), null, 2)}\n`);
