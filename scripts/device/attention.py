"""Softmax attention with grouped queries: one new token on a cache, and whole prompts."""

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.functional import scaled_dot_product_attention

from kernels import DecodeAttention
from timing import DEVICE, graph_seconds

WIDTH = 128
# Query heads and key-value heads: Llama 3.1 8B whole; 70B on four and on eight GPUs.
DECODE_HEADS = ((32, 8), (16, 2), (8, 1))
SEQUENCES = (1, 2, 4, 8, 16, 32, 64, 128)
CONTEXTS = (1024, 2048, 4096, 8192, 16384, 32768)
PREFILL_HEADS = ((32, 8), (64, 8), (8, 1))
PREFILL_TOKENS = (1024, 2048, 4096, 8192, 16384, 32768)
BACKENDS = {"flash": SDPBackend.FLASH_ATTENTION, "cudnn": SDPBackend.CUDNN_ATTENTION}
PROCESSORS = 132
LEAST_TOKENS_OF_A_SPLIT = 256
# How often the parts of all sequences fill the processors: few parts join fast, many leave none idle at the end.
WAVES = (2, 4, 8)


def splits(pairs, context, waves):
    """Parts of the context that fill the processors so many times over."""
    return max(1, min(waves * PROCESSORS // pairs, context // LEAST_TOKENS_OF_A_SPLIT))


def triton_decode(sequences, query_heads, key_value_heads, context, waves):
    return DecodeAttention(sequences, query_heads, key_value_heads, WIDTH, splits(sequences * key_value_heads, context, waves), DEVICE)


def sdpa_decode(q, k, v):
    """q (b, h_q d): queries that share a key-value head stand for tokens of one head, so that it is read once."""
    sequences, _, heads, width = k.shape
    return scaled_dot_product_attention(q.view(sequences, heads, -1, width), k.transpose(1, 2), v.transpose(1, 2))


def measure_decode(report, pool, format="bf16", all_heads=DECODE_HEADS):
    """An 8-bit cache is read by the Triton kernel alone, which computes in 16 bit."""
    for query_heads, key_value_heads in all_heads:
        for sequences in SEQUENCES:
            q = torch.randn(sequences, query_heads * WIDTH, device=DEVICE, dtype=torch.bfloat16)
            out = torch.empty_like(q)
            for context in CONTEXTS:
                caches = pool.apart((2, sequences, context, key_value_heads, WIDTH))
                about = dict(section="decode attention", format=format, sequences=sequences, context=context, query_heads=query_heads, key_value_heads=key_value_heads)
                for waves in WAVES:
                    attend = triton_decode(sequences, query_heads, key_value_heads, context, waves)
                    report.attempt(lambda: graph_seconds([lambda c=c: attend(q, c[0], c[1], out) for c in caches]), kernel=f"triton {waves}", **about)
                for name, backend in BACKENDS.items() if format == "bf16" else ():
                    with sdpa_kernel(backend):
                        report.attempt(lambda: graph_seconds([lambda c=c: sdpa_decode(q, c[0], c[1]) for c in caches]), kernel=name, **about)


def measure_prefill(report):
    for query_heads, key_value_heads in PREFILL_HEADS:
        for tokens in PREFILL_TOKENS:
            q, k, v = (torch.randn(1, tokens, heads, WIDTH, device=DEVICE, dtype=torch.bfloat16).transpose(1, 2) for heads in (query_heads, key_value_heads, key_value_heads))
            about = dict(section="prefill attention", format="bf16", sequences=1, tokens=tokens, query_heads=query_heads, key_value_heads=key_value_heads)
            for name, backend in BACKENDS.items():
                with sdpa_kernel(backend):
                    report.attempt(lambda: graph_seconds([lambda: scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)]), kernel=name, **about)


def worst_error(pool):
    """Largest relative error of the decoding kernels against double precision."""
    worst = 0.0
    for sequences, query_heads, key_value_heads, context in ((3, 32, 8, 1000), (1, 8, 1, 4096), (5, 16, 2, 300)):
        q = torch.randn(sequences, query_heads * WIDTH, device=DEVICE, dtype=torch.bfloat16)
        cache = pool.at(0, (2, sequences, context, key_value_heads, WIDTH)) * 50
        k, v = cache
        with sdpa_kernel(SDPBackend.MATH):
            exact = sdpa_decode(q.double(), k.double(), v.double()).reshape(sequences, -1)
        results = {}
        for waves in WAVES:
            out = torch.full_like(q, float("nan"))
            triton_decode(sequences, query_heads, key_value_heads, context, waves)(q, k, v, out)
            results[f"triton {waves}"] = out
        for name, backend in BACKENDS.items():
            try:
                with sdpa_kernel(backend):
                    results[name] = sdpa_decode(q, k, v).reshape(sequences, -1)
            except RuntimeError as refusal:
                print(name, refusal)
        for name, out in results.items():
            error = ((out.double() - exact).norm() / exact.norm()).item()
            print("decode attention", name, sequences, query_heads, key_value_heads, context, f"error {error:.2e}")
            worst = max(worst, error) if error == error else float("inf")
    return worst
