import type { Strings } from "../language/en.js";
import type { Answer } from "../worker/protocol.js";

/** What is bought, or that nothing does, in a few words. */
export function headline({ answer: words }: Strings, { estimate, gpu, servers }: Answer): string {
  if (estimate.status === "infeasible") {
    const limited = estimate.nearest.changes.find(({ constraint }) => constraint === "maxGpus");
    return limited === undefined ? words.infeasible(gpu.name) : words.tooFew(limited.from, gpu.name);
  }
  const bought = words.purchase(estimate.gpus, gpu.name);
  return servers === null ? bought : `${bought} (${words.servers(servers.servers, servers.gpusPerServer)})`;
}
