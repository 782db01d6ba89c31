/** Something that was assumed of a trace, or that speaks against it. */
export interface TraceNote {
  readonly code:
    "unanswered-requests" | "may-be-milliseconds" | "rounded-arrivals" | "assumed-prompts" | "shared-beginnings";
  /** One sentence, with the figures. */
  readonly message: string;
}
