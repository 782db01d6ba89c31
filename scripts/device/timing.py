"""Times of kernels as they run inside a CUDA graph, on data that the cache of the GPU does not hold."""

import math
import statistics

import torch

DEVICE = "cuda"
# One replay lasts about so long: the gap between two replays, about a microsecond, is then below a thousandth.
GRAPH_SECONDS = 4e-3
MOST_CALLS = 1000
MOST_REPLAYS = 9
LEAST_REPLAYS = 3
REPLAYS_SECONDS = 0.4
# Several times the L2 of an H100, 50 MB: what a call reads was last read that many bytes ago.
APART_BYTES = 256 << 20
CHUNK_ELEMENTS = 1 << 28


class Pool:
    """Random elements to cut tensors from: zeros draw less power, so that the clock stays higher than on real data."""

    def __init__(self, bytes, dtype=torch.bfloat16, scale=0.02):
        self.size = torch.empty((), dtype=dtype).element_size()
        self.flat = torch.empty(bytes // self.size, dtype=dtype, device=DEVICE)
        for chunk in self.flat.split(CHUNK_ELEMENTS):
            chunk.copy_(torch.randn(chunk.numel(), device=DEVICE, dtype=torch.bfloat16).mul_(scale))

    def at(self, index, shape):
        """The index-th tensor of a shape; beyond the end it starts over."""
        count = math.prod(shape)
        fitting = self.flat.numel() // count
        if fitting == 0:
            raise MemoryError(f"{shape} is larger than the pool")
        start = index % fitting * count
        return self.flat[start : start + count].view(shape)

    def apart(self, shape):
        """As many tensors of a shape as keep one from staying cached until its turn comes again."""
        bytes = math.prod(shape) * self.size
        fitting = self.flat.numel() * self.size // bytes
        return [self.at(index, shape) for index in range(max(1, min(fitting, math.ceil(APART_BYTES / bytes))))]


def capture(calls, count):
    """A CUDA graph of calls, taken in turn. The current stream must not be the default one."""
    graph = torch.cuda.CUDAGraph()
    graph.capture_begin()
    try:
        for index in range(count):
            calls[index % len(calls)]()
    finally:
        graph.capture_end()
    return graph


def graph_seconds(calls):
    """Median seconds of one call, taken in turn inside a CUDA graph."""
    for call in calls[:2]:
        call()
    alone = between(lambda: [call() for call in calls[-2:]]) / len(calls[-2:])
    count = max(len(calls), min(MOST_CALLS, math.ceil(GRAPH_SECONDS / alone)))
    graph = capture(calls, count)
    graph.replay()
    replay = between(graph.replay)
    replays = max(LEAST_REPLAYS, min(MOST_REPLAYS, math.ceil(REPLAYS_SECONDS / replay)))
    # One replay is queued before the first mark, so that the GPU never waits for the host.
    graph.replay()
    marks = [torch.cuda.Event(enable_timing=True) for _ in range(replays + 1)]
    marks[0].record()
    for mark in marks[1:]:
        graph.replay()
        mark.record()
    torch.cuda.synchronize()
    milliseconds = [before.elapsed_time(after) for before, after in zip(marks, marks[1:])]
    return statistics.median(milliseconds) / 1e3 / count


def between(run):
    """Seconds of a run on the GPU, host included."""
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    torch.cuda.synchronize()
    start.record()
    run()
    end.record()
    torch.cuda.synchronize()
    return start.elapsed_time(end) / 1e3
