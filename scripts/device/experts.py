"""Routed experts of one layer: gather, gated products of all experts, weighted sum."""

import torch
import triton

from kernels import join_experts, silu_mul
from timing import DEVICE, graph_seconds

# Name, experts, experts of a token, hidden size, width of an expert.
MIXTURES = (("Qwen3-30B-A3B", 128, 8, 2048, 768), ("Mixtral-8x7B", 8, 2, 4096, 14336))
TOKENS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
# Routings in turn: each touches other experts, so that a lone token's weights are not cached.
ROUTINGS = 16
BLOCK = 1024

grouped_mm = getattr(torch.nn.functional, "grouped_mm", None) or torch._grouped_mm


class Routing:
    """Random experts of some tokens, and the order of tokens by expert."""

    def __init__(self, tokens, experts, per_token):
        chosen = torch.rand(tokens, experts, device=DEVICE).topk(per_token).indices.flatten()
        order = chosen.argsort(stable=True)
        counts = torch.bincount(chosen, minlength=experts)
        self.tokens = order // per_token
        self.ends = counts.cumsum(0).to(torch.int32)
        self.places = order.argsort()
        self.weights = torch.rand(tokens, per_token, device=DEVICE)
        self.touched = (counts > 0).sum().item()


def products(x, routing, up, down):
    """Gated products of each expert with its rows of x, which are in order."""
    gate_up = grouped_mm(x, up.transpose(1, 2), offs=routing.ends)
    rows, width = gate_up.shape[0], gate_up.shape[1] // 2
    gated = torch.empty(rows, width, device=x.device, dtype=x.dtype)
    silu_mul[(rows, triton.cdiv(width, BLOCK))](gate_up, gated, width, BLOCK)
    return grouped_mm(gated, down.transpose(1, 2), offs=routing.ends)


def block(x, routing, up, down):
    """All of it for given routing: what tokens go where is not computed."""
    y = products(x[routing.tokens], routing, up, down)
    out = torch.empty_like(x)
    join_experts[(x.shape[0], triton.cdiv(x.shape[1], BLOCK))](y, routing.places, routing.weights, out, x.shape[1], routing.weights.shape[1], BLOCK)
    return out


def measure(report, pool):
    for name, experts, per_token, hidden, width in MIXTURES:
        up = pool.at(0, (experts, 2 * width, hidden))
        down = pool.at(2, (experts, hidden, width))
        for tokens in TOKENS:
            x = torch.randn(tokens, hidden, device=DEVICE, dtype=torch.bfloat16)
            routings = [Routing(tokens, experts, per_token) for _ in range(ROUTINGS)]
            about = dict(part=name, format="bf16", tokens=tokens, experts=experts, experts_per_token=per_token, hidden=hidden, intermediate=width,
                         touched_experts=sum(r.touched for r in routings) / ROUTINGS)
            report.attempt(lambda: graph_seconds([lambda r=r: block(x, r, up, down) for r in routings]), section="experts", kernel="grouped_mm", **about)
            rows = [x[r.tokens] for r in routings[:2]]
            calls = [lambda r=r, i=i: products(rows[i % 2], r, up, down) for i, r in enumerate(routings)]
            report.attempt(lambda: graph_seconds(calls), section="expert products", kernel="grouped_mm", **about)


def worst_error(pool):
    """Relative error of the block against single precision."""
    experts, per_token, hidden, width, tokens = 8, 2, 512, 256, 5
    up, down = pool.at(0, (experts, 2 * width, hidden)), pool.at(7, (experts, hidden, width))
    x = torch.randn(tokens, hidden, device=DEVICE, dtype=torch.bfloat16)
    routing = Routing(tokens, experts, per_token)
    out = block(x, routing, up, down).double()
    exact = torch.zeros_like(out)
    starts = [0, *routing.ends.tolist()]
    for expert in range(experts):
        for row in range(starts[expert], starts[expert + 1]):
            token = routing.tokens[row].item()
            gate, lift = (x[token].double() @ up[expert].double().t()).chunk(2)
            slot = (routing.places[token * per_token : (token + 1) * per_token] == row).nonzero().item()
            exact[token] += routing.weights[token, slot] * ((torch.nn.functional.silu(gate) * lift) @ down[expert].double().t())
    error = ((out - exact).norm() / exact.norm()).item()
    print("experts", f"error {error:.2e}")
    return error if error == error else float("inf")
