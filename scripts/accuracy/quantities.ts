/** What is compared. */
export const QUANTITIES = [
  "time per output token",
  "time to first token",
  "output tokens per second",
  "weights per GPU",
  "KV cache per GPU",
  "KV tokens from its GiB",
  "maximum concurrency",
] as const;

/** One of them. */
export type Quantity = (typeof QUANTITIES)[number];

/** Median errors that are aimed at on rows that no fit has seen, for engines of 2025 and later; half as much again for older ones. */
export const TARGETS: Readonly<Record<Quantity, Readonly<Record<"dense" | "MoE", number>>>> = {
  "time per output token": { dense: 0.05, MoE: 0.1 },
  "time to first token": { dense: 0.15, MoE: 0.2 },
  "output tokens per second": { dense: 0.06, MoE: 0.12 },
  "weights per GPU": { dense: 0.005, MoE: 0.01 },
  "KV cache per GPU": { dense: 0.01, MoE: 0.02 },
  "KV tokens from its GiB": { dense: 0.001, MoE: 0.001 },
  "maximum concurrency": { dense: 0.03, MoE: 0.03 },
};

/** The same for the 90th percentile, where one is aimed at. */
export const P90_TARGETS: Readonly<Partial<Record<Quantity, Readonly<Record<"dense" | "MoE", number>>>>> = {
  "time per output token": { dense: 0.2, MoE: 0.3 },
};

/** Share of a target that older engines may have beyond it. */
export const OLDER_ALLOWANCE = 1.5;
