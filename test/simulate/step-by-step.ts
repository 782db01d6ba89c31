import { answered, nextArrivalSeconds, takeArrival, type Arrivals } from "../../src/simulate/arrivals.js";
import type { ReplicaSettings } from "../../src/simulate/replica-settings.js";
import { NONE } from "../../src/simulate/requests.js";
import { EXPECTED_OUTPUT } from "../../src/simulate/scheduler.js";
import type { Routing } from "../../src/workload/routing.js";

/** What became of a request; times are null while they have not come. */
export interface ReferenceRequest {
  readonly number: number;
  readonly input: number;
  readonly output: number;
  readonly most: number;
  readonly cached: number;
  readonly shared: number;
  readonly prefix: number;
  readonly session: number;
  readonly arrival: () => number;
  slot: number | null;
  first: number | null;
  finish: number | null;
  rejected: boolean;
  /** Tokens written; of which the last is not in the cache. */
  written: number;
  /** Tokens still to be read, of a request in a slot. */
  unread: number;
  /** Seconds of the steps that read it. */
  reading: number;
  /** Blocks that it holds until it decodes. */
  held: number;
  /** From the engine to its client. */
  delivery: number;
  decoding: boolean;
  /** True while a step is under way that adds a token to those that it has stored. */
  growing: boolean;
}

interface Lane {
  readonly queue: ReferenceRequest[];
  /** In order of admission. */
  running: ReferenceRequest[];
  /** Of the queue, those that the next plan knows of; slots that it does not know to be free. */
  known: number;
  fresh: number;
  refuses: boolean;
  /** Decoding steps so far; what those that run are expected to write, noted at one of them. */
  decoded: number;
  share: number;
  since: number;
  /** Free blocks that hold tokens, what was freed first before the rest. */
  kept: { readonly owner: string; blocks: number }[];
  /** Lanes of the same cache, itself included. */
  sharers: Lane[];
}

interface Step {
  readonly end: number;
  readonly seconds: number;
  readonly lanes: readonly {
    readonly lane: Lane;
    readonly decoding: readonly ReferenceRequest[];
    readonly chunks: ReadonlyMap<ReferenceRequest, number>;
  }[];
}

interface Group {
  readonly lanes: readonly Lane[];
  readonly stages: number[];
  held: number;
  /** Decoding steps since prompts were read, or nobody decoded. */
  decoded: number;
  step: Step | null;
}

export interface Reference {
  readonly requests: readonly ReferenceRequest[];
  readonly preemptions: number;
  readonly steps: number;
}

const at = <Value>(values: ArrayLike<Value>, index: number): Value => values[index] as Value;
const times = <Value>(count: number, make: () => Value): Value[] => Array.from({ length: count }, make);

/**
 * The same fleet as `simulateFleet`, one step at a time, with little kept that can be counted anew: slow and plain.
 * `uniform` is what random routing draws from.
 */
export function stepByStep(
  settings: ReplicaSettings,
  replicaCount: number,
  routing: Routing,
  arrivals: Arrivals,
  uniform: () => number,
): Reference {
  const { clock, scheduler, slots, maxBatchedTokens, cache } = settings;
  const columns = arrivals.requests;
  const requests: ReferenceRequest[] = Array.from({ length: columns.count }, (_, number) => ({
    number,
    input: at(columns.inputTokens, number),
    output: at(columns.outputTokens, number),
    most: at(columns.maxOutputTokens, number),
    cached: at(columns.cachedTokens, number),
    shared: at(columns.sharedTokens, number),
    prefix: at(columns.prefix, number),
    session: at(columns.session, number),
    arrival: () => at(columns.arrivalSeconds, number),
    slot: null,
    first: null,
    finish: null,
    rejected: false,
    written: 0,
    unread: 0,
    reading: 0,
    held: 0,
    delivery: 0,
    decoding: false,
    growing: false,
  }));
  const replicas = times(replicaCount, () =>
    times(settings.engines, () => {
      const stages = times(settings.stages, () => 0);
      const groups = times(settings.stages, (): Group => ({
        lanes: times(settings.lanes, (): Lane => ({
          queue: [],
          running: [],
          known: 0,
          fresh: 0,
          refuses: false,
          decoded: 0,
          share: EXPECTED_OUTPUT.firstShare,
          since: 0,
          kept: [],
          sharers: [],
        })),
        stages,
        held: 0,
        decoded: 0,
        step: null,
      }));
      for (const { lanes } of groups)
        for (const [rank, lane] of lanes.entries()) lane.sharers = groups.map((group) => at(group.lanes, rank));
      return groups;
    }).flat(),
  );
  let preemptions = 0;
  let steps = 0;
  let come = 0;

  const sum = <Value>(of: readonly Value[], value: (each: Value) => number): number =>
    of.reduce((total, each) => total + value(each), 0);
  const tokenBlocks = (tokens: number): number => Math.ceil(tokens / cache.blockTokens);
  const own = (request: ReferenceRequest, tokens: number): number =>
    cache.requestBlocks + tokenBlocks(Math.max(0, tokens - request.shared));
  const reserves = scheduler.admission === "whole-output";
  const whole = (request: ReferenceRequest): number =>
    own(request, request.input + (reserves ? request.most : request.output) - 1);
  const most = (request: ReferenceRequest): number => whole(request) + tokenBlocks(request.shared);
  const held = (request: ReferenceRequest): number =>
    request.decoding && !reserves
      ? own(request, request.input + request.written - (request.growing ? 0 : 1))
      : request.held;
  const growth = (request: ReferenceRequest): number =>
    reserves ? 0 : own(request, request.input + request.written) - own(request, request.input + request.written - 1);
  const holders = (lane: Lane): ReferenceRequest[] => lane.sharers.flatMap(({ running }) => running);
  const prefixesOf = (lane: Lane): number =>
    [...new Set(holders(lane).map(({ prefix }) => prefix))].reduce(
      (total, prefix) => total + tokenBlocks(holders(lane).find((request) => request.prefix === prefix)?.shared ?? 0),
      0,
    );
  const used = (lane: Lane): number => sum(holders(lane), held) + prefixesOf(lane);
  /** The one that keeps what is freed, of those that share a cache. */
  const cacheOf = (lane: Lane): Lane => at(lane.sharers, 0);
  const decodingOf = (lane: Lane): ReferenceRequest[] => lane.running.filter(({ decoding }) => decoding);
  const readingOf = (lane: Lane): ReferenceRequest[] => lane.running.filter(({ unread }) => unread > 0);
  const contexts = (of: readonly ReferenceRequest[]): number => sum(of, (request) => request.input + request.written);

  /** Free blocks lose what they hold as others are taken. */
  function evict(of: Lane): void {
    const lane = cacheOf(of);
    let excess = used(lane) + sum(lane.kept, ({ blocks }) => blocks) - cache.blocks;
    while (excess > 0 && lane.kept.length > 0) {
      const oldest = lane.kept[0] as Lane["kept"][number];
      const lost = Math.min(oldest.blocks, excess);
      oldest.blocks -= lost;
      excess -= lost;
      if (oldest.blocks === 0) lane.kept.shift();
    }
  }

  function keep(of: Lane, owner: string, blocks: number): void {
    const lane = cacheOf(of);
    lane.kept = lane.kept.filter((each) => each.owner !== owner);
    if (blocks > 0) lane.kept.push({ owner, blocks });
  }

  function find(of: Lane, owner: string): number {
    const lane = cacheOf(of);
    const found = lane.kept.find((each) => each.owner === owner)?.blocks ?? 0;
    lane.kept = lane.kept.filter((each) => each.owner !== owner);
    return found;
  }

  function leave(lane: Lane, request: ReferenceRequest, hasEnded: boolean): void {
    // In the cache is what was read, and what was written but for the newest token of who decodes.
    const inCache = Math.max(
      0,
      request.input - request.shared + request.written - request.unread - Number(request.decoding),
    );
    lane.running = lane.running.filter((other) => other !== request);
    if (!scheduler.keepsFreedBlocks) return;
    if (cache.blocks !== Infinity) {
      if (!hasEnded)
        keep(lane, `request ${request.number}`, (inCache - (inCache % cache.blockTokens)) / cache.blockTokens);
      else if (request.session !== NONE) keep(lane, `session ${request.session}`, tokenBlocks(inCache));
    }
    if (request.prefix !== NONE && holders(lane).every(({ prefix }) => prefix !== request.prefix))
      keep(lane, `prefix ${request.prefix}`, tokenBlocks(request.shared));
  }

  /** Tokens that a request finds in the cache; with `take`, what holds them is no longer free. */
  function finds(lane: Lane, request: ReferenceRequest, take: boolean): number {
    const look = (owner: string): number =>
      (take ? find(lane, owner) : (cacheOf(lane).kept.find((each) => each.owner === owner)?.blocks ?? 0)) *
      cache.blockTokens;
    const [again, last] = [look(`request ${request.number}`), look(`session ${request.session}`)];
    const isCertain = request.session === NONE || !scheduler.keepsFreedBlocks || cache.blocks === Infinity;
    const ownTokens = Math.max(again, isCertain ? request.cached : Math.min(request.cached, last));
    if (request.prefix === NONE) return ownTokens;
    if (holders(lane).some(({ prefix }) => prefix === request.prefix)) return request.shared + ownTokens;
    return Math.min(request.shared, look(`prefix ${request.prefix}`)) + ownTokens;
  }

  function token(lane: Lane, request: ReferenceRequest, now: number): void {
    if (request.first === null) {
      request.delivery = delivery(lane, request);
      request.first = now + request.delivery;
    }
    request.written += 1;
    if (request.written < request.output) request.decoding = true;
    else finish(lane, request, now);
  }

  function finish(lane: Lane, request: ReferenceRequest, now: number): void {
    // The last token is not stored.
    request.written -= 1;
    if (request.decoding && !reserves) request.held = own(request, request.input + request.written);
    request.decoding = false;
    request.finish = now + request.delivery;
    leave(lane, request, true);
    lane.fresh += 1;
    cacheOf(lane).refuses = false;
    answered(arrivals, request.number, Math.max(now, request.finish));
  }

  function end(group: Group, step: Step, now: number): void {
    group.step = null;
    for (const { lane, decoding, chunks } of step.lanes) {
      if (decoding.length > 0) lane.decoded += 1;
      for (const request of decoding) [request.written, request.growing] = [request.written + 1, false];
      evict(lane);
      for (const request of decoding) if (request.written === request.output) finish(lane, request, now);
      for (const [request, tokens] of chunks) {
        request.unread -= tokens;
        request.reading += step.seconds;
        if (request.unread === 0) token(lane, request, now);
      }
    }
  }

  function delivery(lane: Lane, request: ReferenceRequest): number {
    const decoding = decodingOf(lane);
    const seconds = clock.firstTokenSeconds(decoding.length, contexts(decoding), request.input, request.reading);
    if (decoding.length === 0 || seconds <= 0) return seconds;
    const step = clock.decodingSeconds(decoding.length, contexts(decoding));
    return Math.max(
      0,
      seconds - Math.min((request.slot as number) - request.arrival(), (scheduler.lagSteps + 1) * step),
    );
  }

  function preempt(lane: Lane, request: ReferenceRequest): void {
    leave(lane, request, false);
    request.unread = 0;
    request.decoding = false;
    cacheOf(lane).refuses = holders(lane).length > lane.running.length;
    preemptions += 1;
    if (scheduler.admission === "expected-output") {
      lane.queue.push(request);
      return;
    }
    lane.queue.unshift(request);
    lane.known += 1;
  }

  const lacks = (lane: Lane): boolean => used(lane) + sum(decodingOf(lane), growth) > cache.blocks;

  function secure(lane: Lane): void {
    if (!lacks(lane)) return;
    if (scheduler.admission !== "expected-output") {
      while (lacks(lane)) preempt(lane, lane.running.at(-1) as ReferenceRequest);
      return;
    }
    do {
      const [shortest] = decodingOf(lane).toSorted(
        (a, b) => a.written - b.written || b.input - a.input || lane.running.indexOf(b) - lane.running.indexOf(a),
      );
      preempt(lane, shortest as ReferenceRequest);
    } while (
      decodingOf(lane).length > 1 &&
      (cache.blocks - used(lane)) * cache.blockTokens < decodingOf(lane).length * EXPECTED_OUTPUT.stepsAfterPreemption
    );
    lane.since = lane.decoded;
    lane.share =
      lane.running.length === 0
        ? EXPECTED_OUTPUT.firstShare
        : Math.min(
            1,
            sum(lane.running, ({ written }) => written + EXPECTED_OUTPUT.stepsAfterPreemption) /
              sum(lane.running, ({ most: longest }) => longest),
          );
  }

  const mayWrite = ({ most: longest, written }: ReferenceRequest): number =>
    Math.min(EXPECTED_OUTPUT.mostTokens, longest - written);

  function expected(lane: Lane): number {
    const { firstShare, leastShare, decaySteps } = EXPECTED_OUTPUT;
    return (
      Math.max(leastShare, lane.share - ((lane.decoded - lane.since) * (firstShare - leastShare)) / decaySteps) *
      sum(lane.running, mayWrite)
    );
  }

  /** Blocks that a request needs for a slot, of its own. */
  function needed(lane: Lane, request: ReferenceRequest, left: number): number {
    const tokens = request.input + request.written;
    if (reserves) return whole(request);
    if (scheduler.admission === "first-chunk")
      return own(request, Math.min(tokens, finds(lane, request, false) + left));
    return own(request, tokens);
  }

  function admits(lane: Lane, request: ReferenceRequest, left: number): boolean {
    if (lane.running.length + lane.fresh >= slots || cacheOf(lane).refuses) return false;
    const prefix =
      request.prefix === NONE || holders(lane).some((other) => other.prefix === request.prefix)
        ? 0
        : tokenBlocks(request.shared);
    const blocks = needed(lane, request, left) + prefix;
    const free = cache.blocks - used(lane) - (clock.mixesPrompts ? sum(decodingOf(lane), growth) : 0);
    if (blocks > free) return false;
    if (scheduler.admission !== "expected-output" || lane.running.length === 0 || cache.blocks === Infinity)
      return true;
    return blocks * cache.blockTokens + mayWrite(request) < free * cache.blockTokens - expected(lane);
  }

  function admit(lane: Lane, now: number, leftAfter: () => number): void {
    for (;;) {
      const left = leftAfter();
      const [request] = lane.queue;
      if (request === undefined || lane.known === 0 || left <= 0) return;
      const unread = Math.max(1, request.input + request.written - finds(lane, request, false));
      if (!scheduler.chunksPrompts && unread > left && unread <= maxBatchedTokens) return;
      if (!admits(lane, request, left)) {
        // SGLang: `update_running_batch` takes out those that have finished after new ones were turned away, and opens the batch again.
        if (scheduler.admission === "expected-output" && lane.running.length > 0 && lane.fresh === 0)
          cacheOf(lane).refuses = true;
        return;
      }
      if (lane.running.length === 0) [lane.share, lane.since] = [EXPECTED_OUTPUT.firstShare, lane.decoded];
      lane.queue.shift();
      lane.known -= 1;
      request.slot ??= now;
      request.reading = 0;
      request.held = needed(lane, request, left);
      finds(lane, request, true);
      request.unread = unread;
      lane.running.push(request);
      evict(lane);
    }
  }

  function plan(lane: Lane, now: number): Map<ReferenceRequest, number> {
    const before = preemptions;
    if (clock.mixesPrompts) secure(lane);
    const chunks = new Map<ReferenceRequest, number>();
    const leftAfter = (): number =>
      maxBatchedTokens -
      (clock.mixesPrompts ? decodingOf(lane).length : 0) -
      sum([...chunks.values()], (tokens) => tokens);
    /** Reads of those in slots, in order, what the step has left, until one has to wait. */
    const read = (): boolean => {
      for (const request of readingOf(lane)) {
        if (chunks.has(request)) continue;
        if (!lane.running.includes(request)) return false;
        const left = leftAfter();
        const isWhole = !scheduler.chunksPrompts && request.unread <= maxBatchedTokens;
        const tokens = isWhole && request.unread > left ? 0 : Math.min(left, request.unread);
        if (tokens === 0) return false;
        if (scheduler.admission === "first-chunk") {
          const more = Math.max(
            0,
            own(request, request.input + request.written - request.unread + tokens) - request.held,
          );
          while (
            more > 0 &&
            lane.running.includes(request) &&
            used(lane) + more + (clock.mixesPrompts ? sum(decodingOf(lane), growth) : 0) > cache.blocks
          )
            preempt(lane, lane.running.at(-1) as ReferenceRequest);
          if (!lane.running.includes(request)) return false;
          request.held += more;
          evict(lane);
        }
        chunks.set(request, tokens);
      }
      return true;
    };
    // Those in slots first; then one by one who comes in and reads at once.
    if (!read() || preemptions > before) return chunks;
    admit(lane, now, () => (read() ? leftAfter() : 0));
    return chunks;
  }

  /** A plan that only sends requests back takes no time; the next one may admit. */
  const begin = (group: Group, now: number): boolean => beginPlanned(group, now) || beginPlanned(group, now);

  function beginPlanned(group: Group, now: number): boolean {
    const { lanes } = group;
    const lags = scheduler.lagSteps === 1 && lanes.some((lane) => decodingOf(lane).length + readingOf(lane).length > 0);
    const withPrompts = lanes.filter((lane) => lane.queue.length + readingOf(lane).length > 0).length;
    const holds =
      withPrompts > 0 &&
      withPrompts < lanes.length &&
      group.held < scheduler.holdsPromptSteps &&
      lanes.some((lane) => decodingOf(lane).length > 0);
    group.held = holds ? group.held + 1 : 0;
    const looks = group.decoded % scheduler.receiveSteps === 0 || lanes.every((lane) => decodingOf(lane).length === 0);
    const know = (lane: Lane): void => {
      [lane.known, lane.fresh] = [looks ? lane.queue.length : lane.known, 0];
    };
    const plans = lanes.map((lane) => {
      if (!lags) know(lane);
      let chunks = new Map<ReferenceRequest, number>();
      if (!holds) chunks = plan(lane, now);
      else if (clock.mixesPrompts) secure(lane);
      know(lane);
      return { lane, chunks };
    });
    const reads = plans.some(({ chunks }) => chunks.size > 0);
    if (!reads && !clock.mixesPrompts) lanes.forEach(secure);
    const work = plans.map(({ lane, chunks }) => ({
      lane,
      chunks,
      decoding: reads && !clock.mixesPrompts ? [] : decodingOf(lane),
    }));
    if (work.every(({ chunks, decoding }) => chunks.size + decoding.length === 0)) return false;
    steps += 1;
    group.decoded = reads ? 0 : group.decoded + 1;
    const tokensOf = (chunks: ReadonlyMap<ReferenceRequest, number>): number =>
      sum([...chunks.values()], (tokens) => tokens);
    const all = sum(work, ({ chunks }) => tokensOf(chunks));
    const seconds = Math.max(
      ...work.map(({ chunks, decoding }) => {
        if (chunks.size === 0)
          return decoding.length === 0 ? 0 : clock.decodingSeconds(decoding.length, contexts(decoding));
        const attention = sum([...chunks], ([request, tokens]) =>
          clock.attentionSeconds(request.input + request.written - request.unread, tokens),
        );
        return clock.prefillSeconds(
          decoding.length,
          contexts(decoding),
          tokensOf(chunks),
          attention,
          all - tokensOf(chunks),
        );
      }),
    );
    let done = now;
    for (const [stage, free] of group.stages.entries()) {
      done = Math.max(done, free) + seconds / group.stages.length;
      group.stages[stage] = done;
    }
    for (const { lane, decoding } of work) {
      for (const request of decoding) request.growing = true;
      evict(lane);
    }
    group.step = { end: done, seconds: done - now, lanes: work };
    return true;
  }

  /** When something happens to a group by itself. */
  const nextOf = (group: Group): number => group.step?.end ?? Infinity;

  function route(): readonly Group[] {
    if (routing === "round-robin") return at(replicas, come % replicas.length);
    if (routing === "random") return at(replicas, Math.floor(uniform() * replicas.length));
    const loads = replicas.map((groups) =>
      sum(groups, ({ lanes }) => sum(lanes, ({ queue, running }) => queue.length + running.length)),
    );
    return at(replicas, loads.indexOf(Math.min(...loads)));
  }

  const groups = replicas.flat();
  for (;;) {
    const now = Math.min(nextArrivalSeconds(arrivals), ...groups.map(nextOf));
    if (now === Infinity) return { requests, preemptions, steps };
    const awake = new Set<Group>();
    for (const group of groups) {
      if (nextOf(group) > now) continue;
      awake.add(group);
      if (group.step !== null) end(group, group.step, now);
      for (const sibling of groups) if (sibling.stages === group.stages && sibling.step === null) awake.add(sibling);
    }
    while (nextArrivalSeconds(arrivals) <= now) {
      const request = at(requests, takeArrival(arrivals));
      const replica = route();
      const lanes = replica.flatMap((group) => group.lanes);
      const loads = lanes.map(({ queue, running }) => 4 * queue.length + running.length);
      come += 1;
      if (most(request) > cache.blocks) {
        request.rejected = true;
        answered(arrivals, request.number, now);
      } else {
        const lane = at(lanes, loads.indexOf(Math.min(...loads)));
        lane.queue.push(request);
        awake.add(replica.find((group) => group.lanes.includes(lane)) as Group);
      }
    }
    for (const group of groups) if (awake.has(group) && group.step === null) begin(group, now);
  }
}
