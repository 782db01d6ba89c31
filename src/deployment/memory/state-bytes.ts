import type { LinearAttention } from "../../catalog/model.js";
import { bytesPerElement } from "../../catalog/precision.js";

const STATE_CONVOLUTION_BYTES = 2;
/** Tokens of the short convolution in all published hybrids (Qwen3-Next, Kimi Linear, Nemotron H). */
const CONVOLUTION_TOKENS = 4;

/**
 * Bytes of the state that one request keeps in one linear-attention layer on one GPU.
 *
 * The recurrent part is 32-bit unless the model says otherwise, the convolution part 16-bit; both are sharded by heads. With $k$
 * drafted tokens the convolution keeps $k$ columns more, so that rejected ones can be taken back:
 *
 * $$ \frac{1}{t} (r\, s + c\, (w - 1 + k) \cdot 2) $$
 *
 * for $r$ recurrent elements of $s$ bytes and $c$ channels of a convolution over $w$ tokens. Groups that are replicated beyond
 * their number are not counted. SGLang keeps 32 bit where the model asks for none.
 *
 * @param mixer - a linear-attention mixer.
 * @param tensor - GPUs over which the heads are sharded, integer >= 1.
 * @param draftTokens - k, integer >= 0.
 * @returns bytes per request, layer and GPU.
 * @see vllm/model_executor/layers/mamba/mamba_utils.py.
 */
export function stateBytes(mixer: LinearAttention, tensor: number, draftTokens: number = 0): number {
  const { convolutionElements = 0, convolutionTokens = CONVOLUTION_TOKENS } = mixer;
  const recurrent = mixer.stateElements - convolutionElements;
  const channels = convolutionElements / (convolutionTokens - 1);
  return (
    (recurrent * bytesPerElement(mixer.statePrecision ?? "fp32") +
      channels * (convolutionTokens - 1 + draftTokens) * STATE_CONVOLUTION_BYTES) /
    tensor
  );
}
