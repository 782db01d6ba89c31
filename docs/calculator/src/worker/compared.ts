import type { Impractical, ServerPurchase, TokenPrices } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import type { ListedGpu, Refusal } from "./protocol.js";

/** A question, and the GPUs that are compared for it. */
export interface CompareQuestion {
  readonly question: Question;
  /** Names; null for all that are known. */
  readonly gpus: readonly string[] | null;
}

/** Two ends that a figure lies between. */
export interface Between {
  readonly min: number;
  readonly max: number;
}

/** A time of requests as it is predicted, and with the margin that was asked for. */
export interface ComparedTime {
  /** Seconds. */
  readonly expected: number;
  /** Seconds; null without a target on it, or without a margin. */
  readonly safe: number | null;
}

/** What is bought of one GPU, what it costs, and what its users get. */
export interface ComparedPurchase {
  readonly gpus: number;
  /** By predictions as they are. */
  readonly expectedGpus: number;
  /** Probability that the targets hold; null for predictions as they are. */
  readonly confidence: number | null;
  readonly servers: ServerPurchase | null;
  /** Null where nobody offers it so. */
  readonly rent: { readonly perHour: number; readonly perMonth: number; readonly currency: string } | null;
  /** Prices of a million tokens. */
  readonly tokens: TokenPrices | null;
  /** Of the site, at the load that was sized for. */
  readonly watts: number | null;
  /** Of the site, at the mean load. */
  readonly kWhPerYear: Between | null;
  /** Use and making. */
  readonly kgCO2eqPerYear: Between | null;
  readonly firstToken: ComparedTime;
  readonly perToken: ComparedTime;
  /** Output tokens of a request over its whole time. */
  readonly tokensPerSecond: number;
  /** Mean time of a request to its last token. */
  readonly requestSeconds: number;
}

/** A GPU beside others. */
export type ComparedGpu = {
  readonly gpu: ListedGpu;
  /** Place in the order of cost, from 1; null while others are still worked out. */
  readonly rank: number | null;
  /** True where no other is both as cheap and as fast, and better in one. */
  readonly onFront: boolean;
} & (
  | {
      readonly status: "feasible";
      readonly purchase: ComparedPurchase;
      /** Null where somebody might buy it. */
      readonly impractical: Impractical | null;
    }
  | {
      readonly status: "infeasible";
      /** The limits that would have to move, from what is asked to what is possible. */
      readonly changes: readonly {
        readonly constraint: string;
        readonly unit: string;
        readonly from: number;
        readonly to: number;
        readonly side: "demand" | "limit";
      }[];
    }
  | { readonly status: "refused"; readonly refusal: Refusal }
);
