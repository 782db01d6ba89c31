import { billions, gigabytesFromBytes, kilogramsFromGrams, perYear, secondsFromHours } from "../units.js";
import type { CarbonUsage } from "./carbon-usage.js";

/** What EcoLogits asks for. */
export interface EcologitsRequest {
  /** All parameters. */
  readonly totalParameters: number;
  /** Those that a token goes through. */
  readonly activeParameters: number;
  /** Tokens of the output. */
  readonly outputTokens: number;
  /** Power of the site over that of its servers. */
  readonly pue: number;
  /** What a kilowatt-hour emits, grams. */
  readonly gramsPerKwh: number;
}

/** Requests that every server is taken to run at once. */
const BATCH = 64;

/**
 * A request's footprint as EcoLogits reckons it, which gateways of the French State report: by the size of the model and the length of the output alone,
 * always at 64 requests at once, on GPUs of 80 GB at 16 bits.
 *
 * $$ E = \mathrm{PUE} \left( n\,e_{GPU} + \tfrac{T}{3600} \cdot 1.2\,\mathrm{kW} \cdot \tfrac{G}{8} \cdot \tfrac{1}{B} \right), \qquad
 * e_{GPU} = 10^{-3} \left( 1.1665 \cdot 10^{-6}\, e^{-0.011206 B} P_a + 4.0529 \cdot 10^{-5} \right) G $$
 *
 * with $T = n (6.785 \cdot 10^{-4} P_a + 3.119 \cdot 10^{-4} B + 0.01947)$ seconds, P billions of parameters, and G the power of two at or above
 * $1.2 \cdot 2 P / 80$. Making adds $T / (B \cdot 3\,\mathrm{years})$ of $5700\, G / 8 + 164\, G$ kg.
 *
 * @param request - model, output, site and grid.
 * @returns energy and carbon; smallest and largest are the same where the parameters are known.
 * @see mlco2/ecologits:ecologits/impacts/llm.py@5be90da.
 */
export function ecologitsFootprint(request: EcologitsRequest): CarbonUsage {
  const active = billions(request.activeParameters);
  const { outputTokens, pue } = request;
  const gpus = 2 ** Math.ceil(Math.log2(Math.max(1, (1.2 * gigabytesFromBytes(2 * request.totalParameters)) / 80)));
  const seconds = outputTokens * (6.785e-4 * active + 3.119e-4 * BATCH + 0.01947);
  const gpuKwh = (outputTokens * (1.1665e-6 * Math.exp(-0.011206 * BATCH) * active + 4.0529e-5)) / 1000;
  const serverKwh = ((seconds / secondsFromHours(1)) * 1.2 * (gpus / 8)) / BATCH;
  const kWh = pue * (serverKwh + gpus * gpuKwh);
  const lifeSeconds = secondsFromHours(perYear(3));
  const making = (seconds / (BATCH * lifeSeconds)) * ((gpus / 8) * 5700 + gpus * 164);
  const kilograms = kilogramsFromGrams(kWh * request.gramsPerKwh) + making;
  return { kWh: { min: kWh, max: kWh }, kgCO2eq: { min: kilograms, max: kilograms } };
}
