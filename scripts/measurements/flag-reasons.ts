import type { Flag } from "../../src/measurements/flags.js";

/** Why a flagged row is unfit for fitting: the physical reason. */
export const FLAG_REASONS: Readonly<Record<Flag, string>> = {
  SPECULATIVE: "several tokens come out of one step, at an acceptance rate that is not stated",
  "SPECULATION OR DP-ATTENTION NOT VERIFIED": "the steps per token, or the GPUs that share a request, are not known",
  "NOT OFFICIAL": "a sweep that its own authors call unfinished: it measures the rig",
  SUSPICIOUS: "a sudden growth that no other source shows",
  IMPLAUSIBLE: "faster than the memory can stream the weights",
  UNRELIABLE: "the source itself doubts the figure",
  INCONSISTENT: "figures of one row contradict each other",
  CONFLICTING: "the source has several figures for one configuration, far apart",
  REPEAT: "the same run again: it would count twice",
  "WARM-UP POLLUTED": "compilation or capture fell into the measured time",
  OUTLIER: "far off its own neighbours in the sweep",
  NOISY: "scatter of the repeats is as large as the effect",
  SLOW: "an early kernel that later releases replaced",
  ANOMALOUS: "two to three times off every other source: another load was measured",
  ODD: "the source shows a lower precision slower than a higher one, and gives no cause",
  ENFORCE_EAGER: "without CUDA graphs the launches on the host set the time, not the GPU",
  "HOST-BOUND": "the processor of the host sets the time, not the GPU",
  "HIGH VARIANCE": "scatter of the repeats is as large as the effect",
  OVERLOADED: "a queue that grows as long as the test lasts: times depend on its duration",
  "EFFECTIVE CONCURRENCY": "fewer requests were in flight than the row says",
  "POWER-CAPPED": "clocks below those of the data sheet",
  "TENSOR PARALLEL ACROSS NODES": "each layer waits for the network between servers",
  "ENCODER-DECODER": "another kind of model than the one predicted",
};
