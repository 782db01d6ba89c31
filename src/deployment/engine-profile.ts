/**
 * What one's own load tests say beyond the constants that ship: seconds to add, factors to multiply, and exponents by which factors
 * change with the load. The identity (zero seconds and exponents, factors of one) changes nothing, to the last bit.
 */
export interface ProfileParameters {
  /** Added to the host time of every step, seconds; below zero where the host is faster, never beyond what it takes. */
  readonly stepOverheadSeconds: number;
  /** The same of every running request in every step, seconds. */
  readonly requestOverheadSeconds: number;
  /** Multiplies the kernel time of decoding, communication aside, > 0. */
  readonly decodeFactor: number;
  /** The factor of decoding is `decodeFactor` times the requests that a lane decodes to this power. */
  readonly decodeExponent: number;
  /** Multiplies the kernel time that prompts add to a step, communication aside, > 0. */
  readonly prefillFactor: number;
  /** Multiplies communication between GPUs, > 0. */
  readonly communicationFactor: number;
  /** Added to the time to the first token, seconds: network, tokenizer; below zero where they take less than thought. */
  readonly firstTokenSeconds: number;
  /** Multiplies the time from a slot to the first token, waits behind other prompts aside, > 0. */
  readonly firstTokenFactor: number;
  /** That factor is `firstTokenFactor` times the requests that run to this power. */
  readonly firstTokenExponent: number;
}

/** Name of a parameter of an engine profile. */
export type ProfileParameter = keyof ProfileParameters;

/** Parameters that change nothing. */
export const IDENTITY_PARAMETERS: ProfileParameters = {
  stepOverheadSeconds: 0,
  requestOverheadSeconds: 0,
  decodeFactor: 1,
  decodeExponent: 0,
  prefillFactor: 1,
  communicationFactor: 1,
  firstTokenSeconds: 0,
  firstTokenFactor: 1,
  firstTokenExponent: 0,
};

/** What a profile was fitted to. */
export interface ProfileProvenance {
  /** Load-test tools, or other sources of the rows. */
  readonly tools: readonly string[];
  /** Files that the rows came from, where known. */
  readonly files: readonly string[];
  /** Rows that were used. */
  readonly rows: number;
  /** Ids of the models that were served. */
  readonly models: readonly string[];
  /** Ids of the GPUs. */
  readonly gpus: readonly string[];
  /** Names of the engines. */
  readonly engines: readonly string[];
  /** Versions of the engines, where stated. */
  readonly engineVersions: readonly string[];
  /** GPUs that a layer was sharded over. */
  readonly tensorSizes: readonly number[];
  /** GPUs that the experts of a layer were spread over, each whole; 1 where none were. */
  readonly expertSizes: readonly number[];
}

/** What load tests measure of a deployment. */
export type MeasuredQuantity = "tpotSeconds" | "ttftSeconds" | "requestSeconds" | "outputTokensPerSecond";

/** How well the rows tell the parameters. */
export interface ProfileFit {
  /** Parameters that were fitted; the others stand where they were believed to be. */
  readonly fitted: readonly ProfileParameter[];
  /**
   * Covariance of the fitted parameters, in their order: of the logarithm of factors, and of seconds as they are
   * (seconds squared between two of them). Zeros where the rows left no degree of freedom.
   */
  readonly covariance: readonly (readonly number[])[];
  /** Scatter of the rows about the fit, for each quantity that they measured: standard deviation of the logarithm of measured over predicted. */
  readonly residualScale: Readonly<Partial<Record<MeasuredQuantity, number>>>;
}

/** The profile of an engine as one runs it: plain data, to be stored as JSON beside the deployment that it describes. */
export interface EngineProfile {
  /** Tells the file from others. */
  readonly kind: "infrascale-engine-profile";
  /** Version of this format. */
  readonly version: 1;
  /** Day of the fit, YYYY-MM-DD, with or without a time behind it. */
  readonly created: string;
  /** What it was fitted to. */
  readonly provenance: ProfileProvenance;
  /** What it changes. */
  readonly parameters: ProfileParameters;
  /** How sure the parameters are. */
  readonly fit: ProfileFit;
}
