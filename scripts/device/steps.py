"""Whole steps of a model under one CUDA graph, and the elementwise kernels in them."""

import torch
import triton
from torch.nn.attention import SDPBackend, sdpa_kernel

from attention import BACKENDS, WIDTH
from kernels import add_norm, quantise, rotate, silu_mul
from llama import BLOCK, HEADS_OF_A_PROGRAM, HIDDEN, INTERMEDIATE, KEY_VALUE_HEADS, QUERY_HEADS, Llama, tensor
from timing import DEVICE, capture, graph_seconds

MODEL = "Llama-3.1-8B"
DECODE_STEPS = ((1, 1024), (1, 4096), (16, 1024), (16, 4096), (64, 1024), (64, 4096), (128, 1024), (128, 4096))
PREFILL_TOKENS = (512, 1024, 2048, 4096, 8192)
ELEMENTWISE_TOKENS = (1, 4, 16, 64, 128, 256, 512, 2048, 8192)


def measure(report, format, weights, caches, ends):
    model = Llama(weights, caches, ends)
    for sequences, context in DECODE_STEPS:
        about = dict(section="decode step", part=MODEL, format=format, sequences=sequences, context=context)
        for attention in ("flash", 2, 4):
            with sdpa_kernel(SDPBackend.FLASH_ATTENTION):
                report.attempt(lambda: graph_seconds([model.decode(sequences, context, attention)]), kernel=f"attention {attention}", **about)
    for tokens in PREFILL_TOKENS:
        for name, backend in BACKENDS.items():
            with sdpa_kernel(backend):
                report.attempt(lambda: graph_seconds([model.prefill(tokens)]), section="prefill step", kernel=f"attention {name}", part=MODEL, format=format, sequences=1, tokens=tokens)
    for sequences in (1, 128):
        report.add(section="memory", format=format, part=f"graph of a decode step, {sequences} sequences", bytes=graph_bytes(model.decode(sequences, 1024, 2)))


def graph_bytes(run):
    """What one captured step takes of the GPU's memory, tensors of its own included."""
    run()
    torch.cuda.synchronize()
    torch.cuda.empty_cache()
    free, _ = torch.cuda.mem_get_info()
    graph = capture([run], 1)
    graph.replay()
    torch.cuda.synchronize()
    return free - torch.cuda.mem_get_info()[0]


def measure_elementwise(report):
    """On data that the kernel before has just written, as in a model: small tensors are in L2."""
    norm = torch.ones(HIDDEN, device=DEVICE, dtype=torch.bfloat16)
    cosines, sines = torch.rand(2, max(ELEMENTWISE_TOKENS), WIDTH // 2, device=DEVICE)
    for tokens in ELEMENTWISE_TOKENS:
        x, residual, out = (torch.randn(tokens, HIDDEN, device=DEVICE, dtype=torch.bfloat16) for _ in range(3))
        qkv = torch.randn(tokens, (QUERY_HEADS + 2 * KEY_VALUE_HEADS) * WIDTH, device=DEVICE, dtype=torch.bfloat16)
        gate_up, gated = torch.randn(tokens, 2 * INTERMEDIATE, device=DEVICE, dtype=torch.bfloat16), tensor(tokens, INTERMEDIATE)
        positions = torch.arange(tokens, device=DEVICE)
        programs = (QUERY_HEADS + 2 * KEY_VALUE_HEADS) // HEADS_OF_A_PROGRAM
        narrow, scales = tensor(tokens, HIDDEN, dtype=torch.float8_e4m3fn), tensor(tokens, dtype=torch.float32)
        calls = {
            "addNorm": lambda: add_norm[(tokens,)](x, residual, norm, out, HIDDEN),
            "rotary": lambda: rotate[(tokens, programs)](qkv, cosines, sines, positions, positions, x, x, QUERY_HEADS, KEY_VALUE_HEADS, WIDTH // 2, False, HEADS_OF_A_PROGRAM),
            "activation": lambda: silu_mul[(tokens, triton.cdiv(INTERMEDIATE, BLOCK))](gate_up, gated, INTERMEDIATE, BLOCK),
            "quantise": lambda: quantise[(tokens,)](x, narrow, scales, HIDDEN),
        }
        for name, call in calls.items():
            report.attempt(lambda: graph_seconds([call]), section="elementwise", kernel="triton", part=name, format="bf16", tokens=tokens, hidden=HIDDEN, intermediate=INTERMEDIATE,
                           query_heads=QUERY_HEADS, key_value_heads=KEY_VALUE_HEADS)
