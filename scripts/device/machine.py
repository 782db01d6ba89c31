"""What the GPU is: memory as the driver and as CUDA report it, bandwidth, and the gap between two kernels."""

import subprocess

import torch

from timing import DEVICE, between, graph_seconds

MIB = 1 << 20
COPIED_BYTES = 4 << 30


def query(*names):
    """Figures of the first GPU as the driver reports them."""
    line = subprocess.run(["nvidia-smi", "--id=0", "--format=csv,noheader,nounits", f"--query-gpu={','.join(names)}"], capture_output=True, text=True, check=True).stdout
    return dict(zip(names, (cell.strip() for cell in line.strip().split(","))))


def state():
    """Clock, power and temperature, in words."""
    try:
        return query("clocks.sm", "power.draw", "temperature.gpu", "clocks_event_reasons.active")
    except subprocess.CalledProcessError as failure:
        return failure.stdout


def memory_before_use():
    """To be called before CUDA starts in this process."""
    return {name: int(value) * MIB for name, value in query("memory.total", "memory.reserved", "memory.used", "memory.free").items()}


def measure_memory(report, before):
    for name, bytes in before.items():
        report.add(section="memory", part=f"driver, no process: {name}", bytes=bytes)
    torch.cuda.init()
    free, total = torch.cuda.mem_get_info()
    report.add(section="memory", part="CUDA: total", bytes=total)
    report.add(section="memory", part="CUDA: free after the context", bytes=free)
    report.add(section="memory", part="driver: used after the context", bytes=memory_before_use()["memory.used"])
    square = torch.randn(4096, 4096, device=DEVICE, dtype=torch.bfloat16)
    torch.mm(square, square)
    torch.cuda.synchronize()
    free, total = torch.cuda.mem_get_info()
    report.add(section="memory", part="outside the tensor allocator after a product", bytes=total - free - torch.cuda.memory_reserved())


def measure_bandwidth(report):
    source = torch.randn(COPIED_BYTES // 2, device=DEVICE, dtype=torch.bfloat16)
    target = torch.empty_like(source)
    report.add(section="bandwidth", part="copy, bytes read and written", bytes=2 * COPIED_BYTES, seconds=graph_seconds([lambda: target.copy_(source)]))
    report.add(section="bandwidth", part="read: maximum of all elements", bytes=COPIED_BYTES, seconds=graph_seconds([lambda: source.amax()]))
    report.add(section="bandwidth", part="write: fill", bytes=COPIED_BYTES, seconds=graph_seconds([lambda: target.fill_(1)]))
    del source, target
    one = torch.zeros(1, device=DEVICE)
    report.add(section="launch", part="addition to one element, inside a graph", seconds=graph_seconds([lambda: one.add_(1)]))
    report.add(section="launch", part="addition to one element, one by one", seconds=between(lambda: [one.add_(1) for _ in range(10000)]) / 10000)
