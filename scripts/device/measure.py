"""Times the kernels of a decoding and a prefill step on this machine's GPU, to hold the laws of catalogs/kernel-laws.json against.

Needs an NVIDIA GPU of 80 GB, PyTorch and Triton; takes about three minutes. Prints and stores each time as it comes; a
section that fails or outlasts its share of the time is left, and the next begins.

    python3 scripts/device/measure.py FOLDER [SECTION ...]      # writes FOLDER/results.jsonl and FOLDER/kernels.csv
    npx tsx scripts/device/check.ts [TABLE]                     # compares a table with the laws
"""

import csv
import datetime
import json
import pathlib
import sys
import time
import traceback

import torch

import attention
import experts
import gemm
import machine
import steps
from timing import Pool

COLUMNS = ("section", "kernel", "part", "format", "tokens", "outputs", "inputs", "sequences", "context", "query_heads", "key_value_heads", "experts",
           "experts_per_token", "touched_experts", "hidden", "intermediate", "bytes", "seconds", "gpu", "driver", "torch", "measured")
WEIGHT_BYTES = 17 << 30
CACHE_BYTES = 36 << 30
FP8_BYTES = 10 << 30
WORST_ERROR = 0.02


class OutOfTime(Exception):
    """The share of a section is spent."""


class Report:
    def __init__(self, folder, about, sections):
        self.folder, self.about, self.sections, self.rows, self.deadline = folder, about, sections, [], float("inf")
        self.log = open(folder / "results.jsonl", "w")

    def add(self, **row):
        self.rows.append(row)
        for file in (self.log, sys.stdout):
            print(json.dumps(row), file=file, flush=True)
        if time.monotonic() > self.deadline:
            raise OutOfTime

    def attempt(self, measure, **row):
        """Adds a time; a kernel that refuses the shape has none."""
        try:
            seconds = measure()
        except (RuntimeError, MemoryError) as refusal:
            print("refused", row, str(refusal).split("\n")[0], flush=True)
            if "CUDA error" in str(refusal):
                raise
            return
        self.add(**row, seconds=seconds)

    def section(self, name, share, measure):
        if self.sections and name not in self.sections:
            return
        start = time.monotonic()
        self.deadline = start + share
        try:
            measure()
        except OutOfTime:
            print(name, "is out of time", flush=True)
        except Exception:
            traceback.print_exc()
        torch.cuda.empty_cache()
        print(name, f"{time.monotonic() - start:.1f} s, {torch.cuda.memory_allocated() / 2**30:.1f} GiB held", machine.state(), flush=True)

    def fastest(self):
        """The fastest kernel of each shape, in the order measured."""
        found = {}
        for row in self.rows:
            key = tuple(row.get(column) for column in COLUMNS if column not in ("kernel", "seconds"))
            if key not in found or row.get("seconds", 0) < found[key].get("seconds", 0):
                found[key] = row
        return found.values()

    def table(self):
        with open(self.folder / "kernels.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for row in self.fastest():
                seconds = {"seconds": f"{row['seconds']:.4g}"} if "seconds" in row else {}
                writer.writerow({**row, **seconds, **self.about})


def verify(pool):
    worst = max(attention.worst_error(pool), experts.worst_error(pool))
    if worst > WORST_ERROR:
        print(f"WRONG RESULTS: an error of {worst:.2e}", flush=True)


def main(folder, sections):
    before = machine.memory_before_use()
    figures = machine.query("name", "driver_version", "power.limit", "clocks.max.sm", "clocks.max.mem", "mig.mode.current")
    print(figures, torch.__version__, torch.version.cuda, flush=True)
    report = Report(folder, {"gpu": figures["name"], "driver": figures["driver_version"], "torch": torch.__version__, "measured": datetime.date.today().isoformat()}, sections)
    with torch.no_grad(), torch.cuda.stream(torch.cuda.Stream()):
        report.section("memory", 10, lambda: machine.measure_memory(report, before))
        report.section("bandwidth", 15, lambda: machine.measure_bandwidth(report))
        weights, fp8 = Pool(WEIGHT_BYTES), Pool(FP8_BYTES, torch.float8_e4m3fn, 1.0)
        report.section("results", 40, lambda: verify(weights))
        report.section("bf16 products", 60, lambda: gemm.measure_bf16(report, weights))
        report.section("fp8 products", 60, lambda: gemm.measure_fp8(report, fp8))
        caches = Pool(CACHE_BYTES)
        report.section("decode attention", 60, lambda: attention.measure_decode(report, caches))
        report.section("decode attention on an fp8 cache", 25, lambda: attention.measure_decode(report, fp8, "fp8", attention.DECODE_HEADS[:1]))
        report.section("bf16 steps", 40, lambda: steps.measure(report, "bf16", weights, caches, weights))
        report.section("fp8 steps", 25, lambda: steps.measure(report, "fp8", fp8, caches, weights))
        report.section("prefill attention", 25, lambda: attention.measure_prefill(report))
        report.section("elementwise", 15, lambda: steps.measure_elementwise(report))
        report.section("experts", 30, lambda: experts.measure(report, weights))
        report.section("sustained", 20, lambda: gemm.measure_sustained(report, weights))
    report.table()


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    main(target, sys.argv[2:])
