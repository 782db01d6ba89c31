/** Requests one by one, in the order of their arrivals: columns of equal length. */
export interface RequestColumns {
  /** When each is sent, seconds, never falling. */
  readonly arrivalSeconds: ArrayLike<number>;
  /** Prompts, tokens, >= 1. */
  readonly inputTokens: ArrayLike<number>;
  /** Answers, tokens, >= 1. */
  readonly outputTokens: ArrayLike<number>;
  /** Longest outputs that the engine has to reckon with, tokens, >= the outputs. @defaultValue the outputs themselves */
  readonly maxOutputTokens?: ArrayLike<number>;
  /** Tokens of the prompts, the shared ones aside, that the prefix cache holds; none when absent. */
  readonly cachedTokens?: ArrayLike<number>;
  /** Tokens at the start of the prompts that all requests of the same prefix have; needed with `prefixes`. */
  readonly sharedTokens?: ArrayLike<number>;
  /** Numbers of the prefixes, integers >= 0; each is stored once. */
  readonly prefixes?: ArrayLike<number>;
  /**
   * Numbers of the sessions that requests belong to. The first request of a session comes at its time; each other is sent
   * `thinkSeconds` after the one before it has been answered, whatever its own time says.
   */
  readonly sessions?: ArrayLike<number>;
  /** Between the answer before and a request of the same session, seconds, >= 0; needed with `sessions`. */
  readonly thinkSeconds?: ArrayLike<number>;
}
