"""Writes test/minimizers/scipy-nelder-mead.json: SciPy's Nelder-Mead on the classic test functions.

Run with: python3 scripts/scipy-nelder-mead.py (needs scipy).
"""

import json
import math

import numpy as np
import scipy
from scipy.optimize import minimize

def square(x):
    return x * x


# Powers are products, as in test/minimizers/test-functions.ts: pow() rounds differently in V8 and in libm.
FUNCTIONS = {
    "rosenbrock": lambda x: sum(100 * square(x[1:] - square(x[:-1])) + square(1 - x[:-1])),
    "powell": lambda x: square(x[0] + 10 * x[1]) + 5 * square(x[2] - x[3]) + square(square(x[1] - 2 * x[2])) + 10 * square(square(x[0] - x[3])),
    "beale": lambda x: square(1.5 - x[0] + x[0] * x[1]) + square(2.25 - x[0] + x[0] * (x[1] * x[1])) + square(2.625 - x[0] + x[0] * (x[1] * x[1] * x[1])),
    "himmelblau": lambda x: square(square(x[0]) + x[1] - 11) + square(x[0] + square(x[1]) - 7),
    "quadratic": lambda x: square(x[0] - 3),
    # A bowl with teeth: contractions fail, so that the simplex shrinks.
    "sawtooth": lambda x: sum(square(c) + (7 * c - math.floor(7 * c)) for c in x),
}

CASES = [
    ("rosenbrock", [-1.2, 1], None, False),
    ("rosenbrock", [-1.2, 1, -1.2, 1], None, False),
    # No two coordinates alike: equal values in the first simplex would leave its order to NumPy's unstable sort.
    ("rosenbrock", [1.5, 0.5, 1.2, 0.8, 1.1, 0.7], None, True),
    ("powell", [3, -1, 0, 1], [[-4, 4], [-4, 4], [-4, 4], [-4, 4]], True),
    ("sawtooth", [3, -2, 1], None, False),
    ("sawtooth", [3, -2, 1], None, True),
    ("rosenbrock", [-1.2, 1], [[-2, 0.5], [-2, 2]], False),
    ("powell", [3, -1, 0, 1], None, False),
    ("beale", [1, 1], None, False),
    ("beale", [1, 1], [[-4.5, 4.5], [-4.5, 4.5]], False),
    ("himmelblau", [0, 0], None, False),
    ("himmelblau", [1, 1], [[0, 2], [0, 5]], False),
    ("quadratic", [0], None, False),
    ("quadratic", [10], [[4, 20]], False),
]

results = []
for name, start, bounds, adaptive in CASES:
    options = {"xatol": 1e-8, "fatol": 1e-8, "maxfev": 5000, "maxiter": 5000, "adaptive": adaptive}
    result = minimize(FUNCTIONS[name], np.array(start, dtype=float), method="Nelder-Mead", bounds=bounds, options=options)
    results.append({
        "function": name, "start": start, "bounds": bounds, "adaptive": adaptive,
        "x": result.x.tolist(), "value": float(result.fun), "evaluations": int(result.nfev), "iterations": int(result.nit),
    })

with open("test/minimizers/scipy-nelder-mead.json", "w") as file:
    json.dump({"madeBy": "scripts/scipy-nelder-mead.py", "scipy": scipy.__version__, "tolerances": 1e-8, "cases": results}, file, indent=1)
    file.write("\n")
