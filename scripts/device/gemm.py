"""Products of activations with weight matrices of Llama 3.1, as tensor parallelism cuts them."""

import time

import torch

from timing import DEVICE, between, capture, graph_seconds

# Hidden size, width of the feed-forward block, query heads, key-value heads.
MODELS = ((4096, 14336, 32, 8), (8192, 28672, 64, 8))
HEAD = 128
VOCABULARY = 128256
TENSOR = (1, 2, 4, 8)
TOKENS = (1, 4, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192)
# A product that keeps the processors busy, and how long until power sets the clock.
LONG = (8192, 8192, 8192)
LONG_SECONDS = 3
CALLS = 20


def shapes():
    """Part, outputs and inputs of each product; a shape that two models share once."""
    found = {}
    for hidden, width, query_heads, key_value_heads in MODELS:
        for tensor in TENSOR:
            for part, outputs, inputs in (
                ("qkv", (query_heads + 2 * key_value_heads) * HEAD // tensor, hidden),
                ("o", hidden, query_heads * HEAD // tensor),
                ("gate_up", 2 * width // tensor, hidden),
                ("down", hidden, width // tensor),
                ("lm_head", VOCABULARY // tensor, hidden),
            ):
                found.setdefault((outputs, inputs), part)
    return [(part, outputs, inputs) for (outputs, inputs), part in found.items()]


def measure_bf16(report, pool):
    for part, outputs, inputs in shapes():
        weights = pool.apart((outputs, inputs))
        for tokens in TOKENS:
            x = torch.randn(tokens, inputs, device=DEVICE, dtype=torch.bfloat16)
            out = torch.empty(tokens, outputs, device=DEVICE, dtype=torch.bfloat16)
            calls = [lambda w=w: torch.mm(x, w.t(), out=out) for w in weights]
            report.attempt(lambda: graph_seconds(calls), section="gemm", kernel="torch.mm", part=part, format="bf16", tokens=tokens, outputs=outputs, inputs=inputs)


def measure_fp8(report, pool):
    """One fixed scale for each tensor: nothing is quantised in the time measured."""
    one = torch.ones((), device=DEVICE)
    for part, outputs, inputs in shapes():
        weights = pool.apart((outputs, inputs))
        for tokens in TOKENS:
            x = torch.randn(tokens, inputs, device=DEVICE, dtype=torch.bfloat16).to(torch.float8_e4m3fn)
            out = torch.empty(tokens, outputs, device=DEVICE, dtype=torch.bfloat16)
            calls = [lambda w=w: torch._scaled_mm(x, w.t(), scale_a=one, scale_b=one, out_dtype=torch.bfloat16, use_fast_accum=True, out=out) for w in weights]
            report.attempt(lambda: graph_seconds(calls), section="gemm", kernel="torch._scaled_mm", part=part, format="fp8", tokens=tokens, outputs=outputs, inputs=inputs)


def measure_sustained(report, pool):
    """One large product, over and over: from rest, and when power and heat have settled."""
    tokens, outputs, inputs = LONG
    weight = pool.at(0, (outputs, inputs))
    x = torch.randn(tokens, inputs, device=DEVICE, dtype=torch.bfloat16)
    out = torch.empty(tokens, outputs, device=DEVICE, dtype=torch.bfloat16)
    graph = capture([lambda: torch.mm(x, weight.t(), out=out)], CALLS)
    time.sleep(LONG_SECONDS)
    first = between(graph.replay) / CALLS
    replays = int(LONG_SECONDS / (first * CALLS))
    between(lambda: [graph.replay() for _ in range(replays)])
    last = between(graph.replay) / CALLS
    for part, seconds in (("from rest", first), ("after seconds of it", last)):
        report.add(section="sustained", kernel="torch.mm", part=part, format="bf16", tokens=tokens, outputs=outputs, inputs=inputs, seconds=seconds)
