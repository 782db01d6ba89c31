import { randomStream } from "../internal/random.js";
import type { RequestColumns } from "../workload/request-columns.js";
import { requestColumns, type Requests } from "./requests.js";
import { STREAM } from "./streams.js";
import type { DrawnRequests } from "./traffic.js";

/** The prefix of drawn requests. */
const SHARED = 0;

/** Requests whose lengths are drawn; when they come is filled in by arrivals. */
export function drawnRequests(
  { requests: count, input, output, sharedTokens = 0, cachedShare = 0, maxOutputTokens }: DrawnRequests,
  seed: number,
): Requests {
  const requests = requestColumns(count);
  const uniforms = { input: randomStream(seed, STREAM.input), output: randomStream(seed, STREAM.output) };
  for (let request = 0; request < count; request += 1) {
    const tokens = Math.max(1, Math.round(input.quantile(uniforms.input())));
    const written = output.mean === 0 ? 0 : Math.max(1, Math.round(output.quantile(uniforms.output())));
    // What is shorter than the shared start has none of it.
    const shared = tokens < sharedTokens ? 0 : sharedTokens;
    requests.inputTokens[request] = tokens;
    requests.outputTokens[request] = written;
    requests.maxOutputTokens[request] = Math.max(written, maxOutputTokens ?? 0);
    requests.sharedTokens[request] = shared;
    if (shared > 0) requests.prefix[request] = SHARED;
    requests.cachedTokens[request] = Math.floor(cachedShare * (tokens - shared));
  }
  return requests;
}

/** Requests as a trace has them. */
export function tracedRequests(columns: RequestColumns): Requests {
  const requests = requestColumns(columns.arrivalSeconds.length);
  const { arrivalSeconds, inputTokens, outputTokens, maxOutputTokens, cachedTokens, prefixes, sharedTokens, sessions } =
    columns;
  requests.arrivalSeconds.set(arrivalSeconds);
  requests.inputTokens.set(inputTokens);
  requests.outputTokens.set(outputTokens);
  requests.maxOutputTokens.set(maxOutputTokens ?? outputTokens);
  if (cachedTokens !== undefined) requests.cachedTokens.set(cachedTokens);
  if (prefixes !== undefined && sharedTokens !== undefined) {
    requests.prefix.set(prefixes);
    requests.sharedTokens.set(sharedTokens);
  }
  if (sessions !== undefined) requests.session.set(sessions);
  return requests;
}
