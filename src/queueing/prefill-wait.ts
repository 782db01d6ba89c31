/** What a request meets on its way to its first token, in one lane; seconds. */
export interface PrefillWait {
  /** Until a step begins that could read its prompt, beyond the steps that a first token is said to let pass. */
  readonly gateSeconds: number;
  /** Until those before it are read, where they are more than a step has room for. */
  readonly queueSeconds: number;
  /** The steps that read its own prompt. */
  readonly prefillSeconds: number;
}

/** A lane that decodes and reads prompts. */
export interface PrefillLoad {
  /** True when a step does both. */
  readonly mixesPrompts: boolean;
  /** t: a step that only decodes, seconds. */
  readonly stepSeconds: number;
  /** A: what a prompt adds to a step, seconds. */
  readonly addedSeconds: number;
  /** a: what one more prompt adds to a step that reads as many as come, seconds; A where each adds as much. @defaultValue A */
  readonly moreSeconds?: number;
  /** p: prompts of others that come in a decoding step, mean. */
  readonly promptsPerStep: number;
  /** Those of the lane that reads most, of lanes that step together, >= p. */
  readonly mostPromptsPerStep: number;
  /** q: prompts that a step has room for, > 0; below 1 where a prompt takes several steps. */
  readonly roomPrompts: number;
  /** c^2: variance of prompts over their squared mean. */
  readonly squaredCv: number;
  /** Steps by which a plan lags. */
  readonly lagSteps: number;
}

/** Fewer than so many are none: their squares would be no numbers any more. */
const NOBODY = 1e-100;

/**
 * Prompts that wait for room behind others, mean, where a step reads q of them at most: a queue in steps,
 *
 * $$ V = \frac{\rho (1 + c^2)}{2 (1 - \rho)} \exp\left( -h \frac{1 - \rho}{\sqrt{\rho (1 + c^2)}} \right), \qquad h = \min(q, 1.17 \sqrt q)^{1 - s} q^s, $$
 *
 * the mean wait of a server with one place as q falls, and rarely anybody where q is large. Within 6 % of a simulated queue of
 * Poisson arrivals where it is more than a tenth of a prompt, for steps of one length (s = 0). Steps that are as long as what they
 * read (s = 1) seldom collect more than they have room for.
 *
 * @param utilisation - rho: prompts that come over those that can be read, in [0, 1).
 * @param roomPrompts - q.
 * @param squaredCv - c^2.
 * @param readingShare - s: of the time of a step that goes into prompts.
 * @returns prompts, >= 0; Infinity from rho = 1 on.
 */
export function promptsWaiting(
  utilisation: number,
  roomPrompts: number,
  squaredCv: number,
  readingShare: number,
): number {
  if (utilisation >= 1) return Infinity;
  const variance = utilisation * (1 + squaredCv);
  const many = Math.min(roomPrompts, 1.17 * Math.sqrt(roomPrompts)) ** (1 - readingShare) * roomPrompts ** readingShare;
  const waiting = (variance / (2 * (1 - utilisation))) * Math.exp((-many * (1 - utilisation)) / Math.sqrt(variance));
  return waiting > NOBODY ? waiting : 0;
}

/**
 * What a request meets that comes at any moment. It falls into a step of length $\Lambda = E[\tau^2] / E[\tau]$, and is read with
 * those that come in the same step:
 *
 * $$ \frac{(\Lambda - t)^2}{2 \Lambda} + \frac{V}{q} (t + q A) + t + A \left(1 + p \frac{\Lambda}{\tau}\right) $$
 *
 * where steps are of one length t, its wait for the step under way is among the steps that first tokens let pass by themselves; it
 * counts as far as it exceeds one. Where decoding halts for prompts, steps are either of one kind or of the other.
 *
 * @param load - of the lane.
 * @returns seconds, by parts.
 */
export const prefillWait = (load: PrefillLoad): PrefillWait =>
  load.mixesPrompts ? besideDecoding(load) : betweenSteps(load);

/**
 * What a request of equal length meets that comes with its wave as a step ends, those of its wave ahead of it aside: a step that reads as
 * many prompts as come in one, or as many steps as these need.
 *
 * @param load - of the lane.
 * @returns seconds, by parts.
 */
export function prefillInWaves({
  mixesPrompts,
  stepSeconds,
  addedSeconds,
  mostPromptsPerStep,
  roomPrompts,
}: PrefillLoad): PrefillWait {
  const prompts = Math.max(1, mostPromptsPerStep);
  const prefillSeconds = (mixesPrompts ? stepSeconds * Math.max(1, prompts / roomPrompts) : 0) + addedSeconds * prompts;
  return { gateSeconds: 0, queueSeconds: 0, prefillSeconds };
}

function besideDecoding({
  stepSeconds,
  addedSeconds,
  promptsPerStep,
  mostPromptsPerStep,
  roomPrompts,
  squaredCv,
  lagSteps,
}: PrefillLoad): PrefillWait {
  const meanSeconds = stepSeconds + promptsPerStep * addedSeconds;
  const fullPerPrompt = stepSeconds / roomPrompts + addedSeconds;
  const utilisation = (promptsPerStep * fullPerPrompt) / meanSeconds;
  // Full steps are all of one length, and none reads more than it has room for.
  const variance =
    promptsPerStep *
    Math.min((1 + squaredCv) * Math.max(0, 1 - promptsPerStep / roomPrompts), roomPrompts) *
    addedSeconds ** 2;
  const met = meanSeconds + variance / meanSeconds;
  const together = Math.max(mostPromptsPerStep, 1 + (promptsPerStep * met) / meanSeconds);
  return {
    gateSeconds: beyond(met, stepSeconds) + lagSteps * (meanSeconds - stepSeconds),
    queueSeconds: promptsWaiting(utilisation, roomPrompts, squaredCv, 1 - stepSeconds / meanSeconds) * fullPerPrompt,
    prefillSeconds: roomPrompts < 1 ? fullPerPrompt : stepSeconds + addedSeconds * Math.min(roomPrompts, together),
  };
}

function betweenSteps({
  stepSeconds,
  addedSeconds,
  moreSeconds = addedSeconds,
  promptsPerStep,
  mostPromptsPerStep,
  roomPrompts,
  squaredCv,
  lagSteps,
}: PrefillLoad): PrefillWait {
  const meanSeconds = stepSeconds + promptsPerStep * addedSeconds;
  const share = (promptsPerStep * addedSeconds) / meanSeconds;
  const usual = Math.max(1, mostPromptsPerStep);
  const readSeconds = usual * addedSeconds;
  // A step that reads has those that came in the one before it, which is as likely a step that reads as their times are long.
  const met = (1 - share) * stepSeconds + share * readSeconds;
  const together = Math.min(Math.max(1, roomPrompts), Math.max(usual, 1 + (promptsPerStep * met) / meanSeconds));
  const long = readSeconds + Math.max(0, together - usual) * moreSeconds;
  return {
    gateSeconds: share * (beyond(long, stepSeconds) + lagSteps * Math.max(0, long - stepSeconds)),
    queueSeconds: promptsWaiting(share, roomPrompts, squaredCv, 1) * moreSeconds,
    prefillSeconds: long,
  };
}

/** The mean rest of a step, as far as it exceeds another's length. */
const beyond = (seconds: number, other: number): number =>
  seconds > other ? (seconds - other) ** 2 / (2 * seconds) : 0;
