import type { FeasibleEstimate } from "infrascale";
import type { ServingCost } from "infrascale/decide";
import type { JSX } from "preact";
import { gpuName } from "../language/gpu-name.js";
import { saysBreak } from "../language/say-limit.js";
import { say, shown } from "../state.js";
import { Asked } from "./asked.js";
import { useStudy } from "./use-study.js";
import type { Answer } from "../worker/protocol.js";
import { inWholePercent } from "../../../../src/internal/whole-percent.js";

/** The sentence that answers: what to buy, why not less, what it costs. */
export function Sentence({ answer }: { readonly answer: Answer }): JSX.Element {
  const { estimate, gpu, servers, cost } = answer;
  if (estimate.status === "infeasible") return <></>;
  const { answer: words, numbers } = say.value;
  const { replicas, gpusPerReplica, spareReplicas } = estimate;
  return (
    <>
      <Asked />
      <p class="headline">
        <strong>{words.purchase(estimate.gpus, gpu.name)}</strong>{" "}
        <span class="servers">
          {words.memoryEach(numbers.bytes(gpu.memoryBytes), estimate.gpus)}
          {servers !== null && `, ${words.servers(servers.servers, servers.gpusPerServer)}`}
          {servers !== null && servers.idleGpus > 0 && `, ${words.idle(servers.idleGpus)}`}
        </span>
      </p>
      <p>
        {words.copies(replicas, gpusPerReplica, spareReplicas)} <Sureness estimate={estimate} />
      </p>
      <p>
        <Smaller estimate={estimate} />
      </p>
      <WrongTool gpus={estimate.gpus} />
      {cost !== null && <Cost cost={cost} />}
    </>
  );
}

function Sureness({ estimate }: { readonly estimate: FeasibleEstimate }): JSX.Element {
  const { answer: words } = say.value;
  const { confidence, expected, gpus } = estimate;
  if (confidence === null) return <>{words.asPredicted}</>;
  return (
    <>
      {words.sure(inWholePercent(confidence.reached))} {expected.gpus !== gpus && words.expected(expected.gpus)}
    </>
  );
}

/** What the next smaller purchase would do to its users: of the nearest ones, the breach that comes first. */
function Smaller({ estimate }: { readonly estimate: FeasibleEstimate }): JSX.Element {
  const { answer: words } = say.value;
  const [smaller] = estimate.nextSmaller;
  const [violated] = smaller?.violated ?? [];
  if (smaller === undefined || violated === undefined) return <>{words.smallest}</>;
  return <>{words.smaller(smaller.gpus, saysBreak(say.value, violated))}</>;
}

/** Below it nobody asks whether another kind of GPU would be the better tool. */
const MANY = 20;

/** That a tenth as many of another GPU would do. */
function WrongTool({ gpus }: { readonly gpus: number }): JSX.Element | null {
  const { question } = shown.value;
  const fewer = useStudy("muchFewer", gpus < MANY || question === null ? null : { question, gpus });
  return fewer === null ? null : (
    <p class="wrong-tool">{say.value.answer.wrongTool(fewer.gpus, gpuName(say.value, fewer.gpu))}</p>
  );
}

function Cost({ cost }: { readonly cost: ServingCost }): JSX.Element {
  const { answer: words, numbers } = say.value;
  const { rent, footprint } = cost;
  return (
    <div class="cost">
      {rent === null ? (
        <p>{words.noRent}</p>
      ) : (
        <p>
          {words.rent(numbers.money(rent.perHour, rent.currency), numbers.money(rent.perMonth, rent.currency))}{" "}
          <span class="source">
            (
            {rent.offer.provider === OWN_PRICE
              ? words.ownPrice
              : words.offer(rent.offer.provider, numbers.date(rent.offer.date))}
            {rent.isOld && <strong> {words.oldPrice}</strong>})
          </span>
        </p>
      )}
      {footprint !== null && (
        <p>{words.energy(numbers.megawattHours(footprint.perYear.kWh), numbers.tonnes(footprint.perYear.kgCO2eq))}</p>
      )}
    </div>
  );
}

/** How the library names the provider of a price that one gives oneself. */
const OWN_PRICE = "own price";
