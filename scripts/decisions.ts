/**
 * Are decisions the best there are? Random requests through `estimateGpus`, each against every size, split, batch limit and number of replicas with
 * the exported constraints: `npm run decisions -- [--draws 1000] [--from 1]`.
 */
import { parseArgs } from "node:util";
import { ask, avoidable, beatenBy } from "./decisions/every-decision.js";
import { drawRequest } from "./decisions/draws.js";

/** A first token later than it need be by a tenth. */
const AVOIDABLE = 1.1;

const { values } = parseArgs({
  options: {
    draws: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    "most-gpus": { type: "string", default: "200" },
  },
});
const count = { feasible: 0, certified: 0, compared: 0, beaten: 0, avoidable: 0, skipped: 0 };
let worst = 1;
for (let seed = Number(values.from); seed < Number(values.from) + Number(values.draws); seed += 1) {
  const asked = ask(drawRequest(seed));
  const { estimate } = asked;
  if (estimate.status === "infeasible") continue;
  count.feasible += 1;
  if (estimate.search.certified) count.certified += 1;
  const { times, decision } = avoidable(asked, estimate);
  if (times > AVOIDABLE) {
    count.avoidable += 1;
    worst = Math.max(worst, times);
    console.log(
      `draw ${seed}: first tokens ${times.toFixed(2)} times later than with ${JSON.stringify(decision)}; chosen ${estimate.summary}, headroom ${estimate.headroom}`,
    );
  }
  if (estimate.gpus > Number(values["most-gpus"])) {
    count.skipped += 1;
    continue;
  }
  count.compared += 1;
  const cheaper = beatenBy(asked, estimate);
  if (cheaper === null) continue;
  count.beaten += 1;
  console.log(`draw ${seed}: ${estimate.summary} is beaten by ${JSON.stringify(cheaper)}`);
}
console.log(`${values.draws} draws, ${count.feasible} feasible, ${count.certified} certified`);
console.log(
  `beaten by brute force: ${count.beaten} of ${count.compared} (${count.skipped} of more than ${values["most-gpus"]} GPUs left out)`,
);
console.log(`avoidable first tokens: ${count.avoidable} of ${count.feasible}, worst ${worst.toFixed(2)} times`);
