import { plural } from "./figures.js";

/** Comments of what `infrascale plan` prints. */
export const launch = {
  onAllServers: (servers: number): string => `on all ${servers} servers of a replica at once`,
  onServer: (server: number): string => `on server ${server} of a replica; HEAD is the address of server 0`,
  each: (replicas: number, gpus: number): string => `each of ${plural(replicas, "replica")}, on ${plural(gpus, "GPU")}`,
  oneServer: (inServer: number, replicas: number, gpus: number): string =>
    `one server: ${inServer} of ${plural(replicas, "replica")}, each on ${plural(gpus, "GPU")}`,
  file: (path: string, commands: string): string => `${path}, for ${commands}`,
  leaves: (result: string): string => `leaves ${result}: infrascale check ${result} --plan plan.json`,
  lengths: (lengths: "normal" | "uniform"): string => `lengths are ${lengths} in this tool: it draws no lognormal`,
};
