/**
 * Writes test/accuracy/predictions.csv anew.
 *
 *     npm run snapshot
 */
import { writeFileSync } from "node:fs";
import { SNAPSHOT, snapshotText } from "./snapshot-table.js";

writeFileSync(SNAPSHOT, snapshotText());
console.log("Written: test/accuracy/predictions.csv");
