"""A model of the shape of Llama 3.1 8B with random weights, made of the kernels that an engine would launch."""

import torch
import triton
from torch.nn.functional import scaled_dot_product_attention

from attention import WIDTH, sdpa_decode, triton_decode
from kernels import add_norm, rotate, silu_mul
from timing import DEVICE

LAYERS = 32
HIDDEN = 4096
INTERMEDIATE = 14336
QUERY_HEADS = 32
KEY_VALUE_HEADS = 8
VOCABULARY = 128256
LONGEST = 32768
HEADS_OF_A_PROGRAM = 8
BLOCK = 1024
# Of 8-bit weights, which are random numbers of deviation one.
WEIGHT_SCALE = 0.02


def tensor(*shape, dtype=torch.bfloat16):
    return torch.empty(shape, device=DEVICE, dtype=dtype)


class Llama:
    """Weights are cut from one pool and the cache from another, which starts over where it is too small for all layers.

    Products are 8-bit, with fixed scales, where the pool of their weights is; embeddings and head are 16-bit.
    """

    def __init__(self, weights, caches, ends):
        self.caches = caches
        self.dtype = weights.flat.dtype
        self.scale, self.weight_scale = torch.ones((), device=DEVICE), torch.full((), WEIGHT_SCALE, device=DEVICE)
        self.next = 0
        qkv = (QUERY_HEADS + 2 * KEY_VALUE_HEADS) * WIDTH
        shapes = ((qkv, HIDDEN), (HIDDEN, QUERY_HEADS * WIDTH), (2 * INTERMEDIATE, HIDDEN), (HIDDEN, INTERMEDIATE))
        self.layers = [tuple(self.take(weights, shape) for shape in shapes) for _ in range(LAYERS)]
        self.head, self.embedding = ends.at(0, (VOCABULARY, HIDDEN)), ends.at(1, (VOCABULARY, HIDDEN))
        self.norm = torch.ones(HIDDEN, device=DEVICE, dtype=torch.bfloat16)
        angles = torch.outer(torch.arange(LONGEST, device=DEVICE), 500000.0 ** (-torch.arange(WIDTH // 2, device=DEVICE) / (WIDTH // 2)))
        self.cosines, self.sines = angles.cos().float().contiguous(), angles.sin().float().contiguous()

    def take(self, pool, shape):
        count = shape[0] * shape[1]
        view = pool.flat[self.next : self.next + count].view(shape)
        self.next += count
        return view

    def decode(self, sequences, context, attention):
        """A call that gives each of some sequences one more token; attention is "flash" or waves of the Triton kernel."""
        attend = sdpa_decode if attention == "flash" else triton_decode(sequences, QUERY_HEADS, KEY_VALUE_HEADS, context, attention)
        positions = torch.full((sequences,), context - 1, device=DEVICE, dtype=torch.int64)
        slots = torch.arange(sequences, device=DEVICE) * context + context - 1
        out = tensor(sequences, QUERY_HEADS * WIDTH, dtype=self.dtype)

        def softmax(layer, qkv):
            k, v = self.caches.at(layer, (2, sequences, context, KEY_VALUE_HEADS, WIDTH))
            self.rotate(qkv, positions, slots, k, v)
            q = qkv[:, : QUERY_HEADS * WIDTH]
            if attention == "flash":
                return attend(q, k, v).reshape(sequences, -1)
            attend(q, k, v, out)
            return out

        return self.step(sequences, softmax, sequences)

    def prefill(self, tokens):
        """A call that reads one prompt."""
        positions = torch.arange(tokens, device=DEVICE)

        def softmax(layer, qkv):
            k, v = self.caches.at(layer, (2, tokens, KEY_VALUE_HEADS, WIDTH))
            self.rotate(qkv, positions, positions, k, v)
            q = qkv[:, : QUERY_HEADS * WIDTH].view(1, tokens, QUERY_HEADS, WIDTH)
            y = scaled_dot_product_attention(q.transpose(1, 2), k[None].transpose(1, 2), v[None].transpose(1, 2), is_causal=True, enable_gqa=True)
            return y.transpose(1, 2).reshape(tokens, -1)

        return self.step(tokens, softmax, 1)

    def product(self, x, weight, out):
        if self.dtype == torch.bfloat16:
            torch.mm(x, weight.t(), out=out)
        else:
            torch._scaled_mm(x.to(self.dtype), weight.t(), scale_a=self.scale, scale_b=self.weight_scale, out_dtype=out.dtype, use_fast_accum=True, out=out)

    def rotate(self, qkv, positions, slots, k, v):
        programs = (QUERY_HEADS + 2 * KEY_VALUE_HEADS) // HEADS_OF_A_PROGRAM
        rotate[(qkv.shape[0], programs)](qkv, self.cosines, self.sines, positions, slots, k, v, QUERY_HEADS, KEY_VALUE_HEADS, WIDTH // 2, True, HEADS_OF_A_PROGRAM)

    def step(self, tokens, softmax, results):
        ids = torch.randint(VOCABULARY, (tokens,), device=DEVICE)
        hidden, residual, last = (tensor(tokens, HIDDEN) for _ in range(3))
        normed = tensor(tokens, HIDDEN, dtype=self.dtype)
        qkv = tensor(tokens, (QUERY_HEADS + 2 * KEY_VALUE_HEADS) * WIDTH)
        gate_up, gated = tensor(tokens, 2 * INTERMEDIATE), tensor(tokens, INTERMEDIATE, dtype=self.dtype)

        def run():
            torch.index_select(self.embedding, 0, ids, out=hidden)
            residual.zero_()
            for layer, (qkv_weight, o_weight, up_weight, down_weight) in enumerate(self.layers):
                add_norm[(tokens,)](hidden, residual, self.norm, normed, HIDDEN)
                self.product(normed, qkv_weight, qkv)
                self.product(softmax(layer, qkv), o_weight, hidden)
                add_norm[(tokens,)](hidden, residual, self.norm, normed, HIDDEN)
                self.product(normed, up_weight, gate_up)
                silu_mul[(tokens, triton.cdiv(INTERMEDIATE, BLOCK))](gate_up, gated, INTERMEDIATE, BLOCK)
                self.product(gated, down_weight, hidden)
            add_norm[(tokens,)](hidden, residual, self.norm, last, HIDDEN)
            return torch.mm(last[tokens - results :], self.head.t()).argmax(-1)

        return run
