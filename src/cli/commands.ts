import type { Commands } from "./command-entry.js";

/** The commands by name. The code of one is loaded when it is called. */
export const COMMANDS: Commands = {
  estimate: {
    description: "the fewest GPUs that meet the targets",
    load: async () => (await import("./estimate-command.js")).estimateCommand,
  },
  plan: {
    description: "how the estimate is started and tested: commands, manifests, load tests",
    load: async () => (await import("./plan-command.js")).planCommand,
  },
  check: {
    description: "a load test of a plan: passed, or by how much not",
    load: async () => (await import("./check-command.js")).checkCommand,
  },
  compare: {
    description: "GPUs, formats, engines and models side by side, with what they cost",
    load: async () => (await import("./compare-command.js")).compareCommand,
  },
  "max-users": {
    description: "the most users that given GPUs bear; the longest prompts, the tightest targets",
    load: async () => (await import("./max-users-command.js")).maxUsersCommand,
  },
  "what-if": {
    description: "what other figures, formats and engines would take, and how far each may move",
    load: async () => (await import("./what-if-command.js")).whatIfCommand,
  },
  explain: {
    description: "why an estimate is what it is, in words",
    load: async () => (await import("./explain-command.js")).explainCommand,
  },
  day: {
    description: "GPUs by the hour, or by the month, for a load that changes",
    load: async () => (await import("./day-command.js")).dayCommand,
  },
  simulate: {
    description: "run traffic through a fleet, request by request",
    load: async () => (await import("./simulate-command.js")).simulateCommand,
  },
  validate: {
    description: "predict the rows of a measurement table and print the errors",
    load: async () => (await import("./validate-command.js")).validateCommand,
  },
  calibrate: {
    description: "fit an engine profile to your own load tests",
    load: async () => (await import("./calibrate-command.js")).calibrateCommand,
  },
  import: {
    description: "the model that a Hugging Face config.json describes",
    load: async () => (await import("./import-command.js")).importCommand,
  },
  init: {
    description: "a scenario file to fill in: what is asked, for every command",
    load: async () => {
      const { initCommand } = await import("./init-command.js");
      return (command) => {
        initCommand(command, COMMANDS);
      };
    },
  },
  completion: {
    description: "what completes commands and options in a shell",
    load: async () => {
      const { completionCommand } = await import("./completion-command.js");
      return (command) => {
        completionCommand(command, COMMANDS);
      };
    },
  },
  catalog: {
    description: "GPUs, models, engines, machines and kinds of traffic that are known by name",
    load: async () => (await import("./catalog-command.js")).catalogCommand,
  },
};
