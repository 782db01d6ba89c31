/** What one step does, on one rank of attention: it decodes sequences, reads prompts, or both. */
export interface StepWork {
  /** b: sequences that decode, >= 0. */
  readonly sequences: number;
  /** c: tokens of each so far, mean, >= 1. */
  readonly contextTokens: number;
  /** v: tokens of each that go through the step: one, and those that a draft proposes, >= 1. */
  readonly tokensPerSequence: number;
  /** q: prompts that are read, >= 0. */
  readonly prompts: number;
  /** s: tokens of each, >= 1. */
  readonly promptTokens: number;
  /** Prompts of all ranks that share the experts with this one, its own included. */
  readonly sharedPrompts: number;
}

/** Tokens that go through the weights of a step. */
export const stepTokens = (work: StepWork): number => decodedTokens(work) + work.prompts * work.promptTokens;

/** Tokens of the sequences that decode. */
export const decodedTokens = ({ sequences, tokensPerSequence }: StepWork): number => sequences * tokensPerSequence;
