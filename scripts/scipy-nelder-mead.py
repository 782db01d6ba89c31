"""Writes test/minimizers/scipy-nelder-mead.json: SciPy's Nelder-Mead on the classic test functions.

Run with: python3 scripts/scipy-nelder-mead.py (needs scipy).
"""

import json

import numpy as np
import scipy
from scipy.optimize import minimize

FUNCTIONS = {
    "rosenbrock": lambda x: sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2),
    "powell": lambda x: (x[0] + 10 * x[1]) ** 2 + 5 * (x[2] - x[3]) ** 2 + (x[1] - 2 * x[2]) ** 4 + 10 * (x[0] - x[3]) ** 4,
    "beale": lambda x: (1.5 - x[0] + x[0] * x[1]) ** 2 + (2.25 - x[0] + x[0] * x[1] ** 2) ** 2 + (2.625 - x[0] + x[0] * x[1] ** 3) ** 2,
    "himmelblau": lambda x: (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2,
    "quadratic": lambda x: (x[0] - 3) ** 2,
}

CASES = [
    ("rosenbrock", [-1.2, 1], None, False),
    ("rosenbrock", [-1.2, 1, -1.2, 1], None, False),
    ("rosenbrock", [-1.2, 1, -1.2, 1, -1.2, 1], None, True),
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
