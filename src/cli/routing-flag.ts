import { Option, type Command } from "commander";
import type { Routing } from "../index.js";

const ROUTINGS = ["round-robin", "least-loaded", "random"] as const satisfies readonly Routing[];

/** Adds the option of how requests are shared among replicas. */
export const addRoutingFlag = (command: Command): Command =>
  command.addOption(
    new Option("--routing <way>", "replica that a request goes to").choices(ROUTINGS).default(ROUTINGS[0]),
  );
