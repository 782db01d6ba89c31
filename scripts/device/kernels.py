"""Small kernels that PyTorch lacks: decoding attention, and the elementwise kernels that engines fuse."""

import torch
import triton
import triton.language as tl

LOG2_E = 1.4426950408889634
# The tensor cores' least number of rows: queries that share a key-value head fill some of them.
ROWS = tl.constexpr(16)
BLOCK_TOKENS = 64


@triton.jit
def split_attention(q, k, v, partial, stats, context, q_stride, batch_stride, token_stride, splits, scale,
                    KEY_VALUE_HEADS: tl.constexpr, GROUP: tl.constexpr, WIDTH: tl.constexpr, BLOCK: tl.constexpr):
    """Attention of one key-value head's queries over one part of the context, not yet normalised."""
    pair = tl.program_id(0)
    split = tl.program_id(1)
    batch = pair // KEY_VALUE_HEADS
    head = pair % KEY_VALUE_HEADS
    span = tl.cdiv(tl.cdiv(context, BLOCK), splits) * BLOCK
    start = split * span
    stop = tl.minimum(start + span, context)
    rows = tl.arange(0, ROWS)
    dims = tl.arange(0, WIDTH)
    queries = tl.load(q + batch * q_stride + (head * GROUP + rows)[:, None] * WIDTH + dims[None, :], mask=rows[:, None] < GROUP, other=0.0)
    base = batch.to(tl.int64) * batch_stride + head * WIDTH
    best = tl.full([ROWS], float("-inf"), tl.float32)
    total = tl.zeros([ROWS], tl.float32)
    sums = tl.zeros([ROWS, WIDTH], tl.float32)
    for at in range(start, stop, BLOCK):
        tokens = at + tl.arange(0, BLOCK)
        inside = tokens < stop
        keys = tl.load(k + base + tokens[None, :] * token_stride + dims[:, None], mask=inside[None, :], other=0.0).to(queries.dtype)
        scores = tl.where(inside[None, :], tl.dot(queries, keys) * scale, float("-inf"))
        better = tl.maximum(best, tl.max(scores, 1))
        weights = tl.exp2(scores - better[:, None])
        fade = tl.exp2(best - better)
        values = tl.load(v + base + tokens[:, None] * token_stride + dims[None, :], mask=inside[:, None], other=0.0).to(queries.dtype)
        sums = sums * fade[:, None] + tl.dot(weights.to(values.dtype), values)
        total = total * fade + tl.sum(weights, 1)
        best = better
    part = pair * splits + split
    tl.store(partial + (part * GROUP + rows)[:, None] * WIDTH + dims[None, :], sums, mask=rows[:, None] < GROUP)
    tl.store(stats + (part * GROUP + rows) * 2, best, mask=rows < GROUP)
    tl.store(stats + (part * GROUP + rows) * 2 + 1, total, mask=rows < GROUP)


@triton.jit
def join_attention(partial, stats, out, splits, GROUP: tl.constexpr, WIDTH: tl.constexpr):
    """Joins the parts of one query head."""
    query = tl.program_id(0)
    pair = query // GROUP
    row = query % GROUP
    dims = tl.arange(0, WIDTH)
    best = -float("inf")
    total = 0.0
    sums = tl.zeros([WIDTH], tl.float32)
    for split in range(splits):
        at = (pair * splits + split) * GROUP + row
        own = tl.load(stats + at * 2)
        better = tl.maximum(best, own)
        fade = tl.exp2(best - better)
        share = tl.exp2(own - better)
        sums = sums * fade + tl.load(partial + at * WIDTH + dims) * share
        total = total * fade + tl.load(stats + at * 2 + 1) * share
        best = better
    tl.store(out + query * WIDTH + dims, (sums / total).to(out.dtype.element_ty))


class DecodeAttention:
    """Attention of one new token of each sequence: q (b, h_q d), k and v (b, c, h_kv, d), in 16 or 8 bit."""

    def __init__(self, sequences, query_heads, key_value_heads, width, splits, device):
        self.heads = (key_value_heads, query_heads // key_value_heads, width)
        self.splits = splits
        parts = sequences * query_heads * splits
        self.partial = torch.empty(parts * width, dtype=torch.float32, device=device)
        self.stats = torch.empty(parts * 2, dtype=torch.float32, device=device)
        self.scale = LOG2_E / width**0.5

    def __call__(self, q, k, v, out):
        heads, group, width = self.heads
        sequences, context = k.shape[:2]
        split_attention[(sequences * heads, self.splits)](
            q, k, v, self.partial, self.stats, context, q.stride(0), k.stride(0), k.stride(1), self.splits, self.scale,
            heads, group, width, BLOCK_TOKENS, num_warps=4, num_stages=3)
        join_attention[(sequences * heads * group,)](self.partial, self.stats, out, self.splits, group, width, num_warps=1)


@triton.jit
def add_norm(x, residual, weight, out, WIDTH: tl.constexpr):
    """Adds the block's result to the residual and normalises the sum."""
    row = tl.program_id(0).to(tl.int64)
    dims = tl.arange(0, WIDTH)
    total = tl.load(x + row * WIDTH + dims).to(tl.float32) + tl.load(residual + row * WIDTH + dims).to(tl.float32)
    tl.store(residual + row * WIDTH + dims, total)
    scale = tl.rsqrt(tl.sum(total * total, 0) / WIDTH + 1e-5)
    tl.store(out + row * WIDTH + dims, (total * scale * tl.load(weight + dims).to(tl.float32)).to(out.dtype.element_ty))


@triton.jit
def quantise(x, out, scales, WIDTH: tl.constexpr):
    """8-bit rows, each with a scale of its own."""
    row = tl.program_id(0).to(tl.int64)
    dims = tl.arange(0, WIDTH)
    values = tl.load(x + row * WIDTH + dims).to(tl.float32)
    scale = tl.max(tl.abs(values), 0) / 448.0
    tl.store(scales + row, scale)
    tl.store(out + row * WIDTH + dims, (values / scale).to(out.dtype.element_ty))


@triton.jit
def silu_mul(gate_up, out, width, BLOCK: tl.constexpr):
    """silu(gate) * up, of rows that hold both side by side."""
    row = tl.program_id(0).to(tl.int64)
    dims = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    inside = dims < width
    gate = tl.load(gate_up + row * 2 * width + dims, mask=inside, other=0.0).to(tl.float32)
    up = tl.load(gate_up + row * 2 * width + width + dims, mask=inside, other=0.0).to(tl.float32)
    tl.store(out + row * width + dims, (gate * tl.sigmoid(gate) * up).to(out.dtype.element_ty), mask=inside)


@triton.jit
def rotate(qkv, cosines, sines, positions, slots, k_cache, v_cache, QUERY_HEADS: tl.constexpr, KEY_VALUE_HEADS: tl.constexpr,
           HALF: tl.constexpr, STORE: tl.constexpr, BLOCK: tl.constexpr):
    """Rotates queries and keys in place; with STORE also writes keys and values to their slots of the cache."""
    token = tl.program_id(0).to(tl.int64)
    heads = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    dims = tl.arange(0, HALF)
    position = tl.load(positions + token)
    cosine = tl.load(cosines + position * HALF + dims)[None, :]
    sine = tl.load(sines + position * HALF + dims)[None, :]
    at = qkv + (token * (QUERY_HEADS + 2 * KEY_VALUE_HEADS) + heads)[:, None] * 2 * HALF + dims[None, :]
    rotated = (heads < QUERY_HEADS + KEY_VALUE_HEADS)[:, None]
    first = tl.load(at, mask=rotated, other=0.0).to(tl.float32)
    second = tl.load(at + HALF, mask=rotated, other=0.0).to(tl.float32)
    low = first * cosine - second * sine
    high = second * cosine + first * sine
    tl.store(at, low, mask=rotated)
    tl.store(at + HALF, high, mask=rotated)
    if STORE:
        slot = tl.load(slots + token)
        key = rotated & (heads >= QUERY_HEADS)[:, None]
        to = (slot * KEY_VALUE_HEADS + heads - QUERY_HEADS)[:, None] * 2 * HALF + dims[None, :]
        tl.store(k_cache + to, low, mask=key)
        tl.store(k_cache + to + HALF, high, mask=key)
        value = (heads >= QUERY_HEADS + KEY_VALUE_HEADS)[:, None] & (heads < QUERY_HEADS + 2 * KEY_VALUE_HEADS)[:, None]
        to = to - KEY_VALUE_HEADS * 2 * HALF
        tl.store(v_cache + to, tl.load(at, mask=value, other=0.0), mask=value)
        tl.store(v_cache + to + HALF, tl.load(at + HALF, mask=value, other=0.0), mask=value)


@triton.jit
def join_experts(y, places, weights, out, width, PER_TOKEN: tl.constexpr, BLOCK: tl.constexpr):
    """Weighted sum of a token's experts, whose results lie in the order of the experts."""
    token = tl.program_id(0).to(tl.int64)
    dims = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    inside = dims < width
    total = tl.zeros([BLOCK], tl.float32)
    for index in tl.static_range(PER_TOKEN):
        place = tl.load(places + token * PER_TOKEN + index)
        total += tl.load(y + place * width + dims, mask=inside, other=0.0).to(tl.float32) * tl.load(weights + token * PER_TOKEN + index)
    tl.store(out + token * width + dims, total, mask=inside)
