/**
 * Problems of nonlinear regression with certified values, of the US National Institute of Standards and Technology's
 * Statistical Reference Datasets: https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml
 */
export interface CertifiedProblem {
  readonly name: string;
  readonly model: (b: readonly number[], x: number) => number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly starts: readonly (readonly number[])[];
  readonly parameters: readonly number[];
  readonly standardErrors: readonly number[];
  readonly sumOfSquares: number;
}

const at = (b: readonly number[], i: number): number => b[i] ?? Number.NaN;

/** https://www.itl.nist.gov/div898/strd/nls/data/misra1a.shtml, lower difficulty. */
const misra1a: CertifiedProblem = {
  name: "Misra1a",
  model: (b, x) => at(b, 0) * (1 - Math.exp(-at(b, 1) * x)),
  x: [77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760],
  y: [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78],
  starts: [
    [500, 0.0001],
    [250, 0.0005],
  ],
  parameters: [2.3894212918e2, 5.5015643181e-4],
  standardErrors: [2.7070075241, 7.2668688436e-6],
  sumOfSquares: 1.2455138894e-1,
};

/** https://www.itl.nist.gov/div898/strd/nls/data/thurber.shtml, higher difficulty. */
const thurber: CertifiedProblem = {
  name: "Thurber",
  model: (b, x) =>
    (at(b, 0) + at(b, 1) * x + at(b, 2) * x ** 2 + at(b, 3) * x ** 3) /
    (1 + at(b, 4) * x + at(b, 5) * x ** 2 + at(b, 6) * x ** 3),
  x: [
    -3.067, -2.981, -2.921, -2.912, -2.84, -2.797, -2.702, -2.699, -2.633, -2.481, -2.363, -2.322, -1.501, -1.46,
    -1.274, -1.212, -1.1, -1.046, -0.915, -0.714, -0.566, -0.545, -0.4, -0.309, -0.109, -0.103, 0.01, 0.119, 0.377,
    0.79, 0.963, 1.006, 1.115, 1.572, 1.841, 2.047, 2.2,
  ],
  y: [
    80.574, 84.248, 87.264, 87.195, 89.076, 89.608, 89.868, 90.101, 92.405, 95.854, 100.696, 101.06, 401.672, 390.724,
    567.534, 635.316, 733.054, 759.087, 894.206, 990.785, 1090.109, 1080.914, 1122.643, 1178.351, 1260.531, 1273.514,
    1288.339, 1327.543, 1353.863, 1414.509, 1425.208, 1421.384, 1442.962, 1464.35, 1468.705, 1447.894, 1457.628,
  ],
  starts: [
    [1000, 1000, 400, 40, 0.7, 0.3, 0.03],
    [1300, 1500, 500, 75, 1, 0.4, 0.05],
  ],
  parameters: [
    1.28813968e3, 1.4910792535e3, 5.8323836877e2, 7.5416644291e1, 9.6629502864e-1, 3.9797285797e-1, 4.9727297349e-2,
  ],
  standardErrors: [
    4.6647963344, 3.9571156086e1, 2.8698696102e1, 5.567537027, 3.1333340687e-2, 1.4984928198e-2, 6.5842344623e-3,
  ],
  sumOfSquares: 5.6427082397e3,
};

/** https://www.itl.nist.gov/div898/strd/nls/data/mgh10.shtml, higher difficulty; its first start lies so far up a bent valley that tenfold damping takes too long. */
const mgh10: CertifiedProblem = {
  name: "MGH10",
  model: (b, x) => at(b, 0) * Math.exp(at(b, 1) / (x + at(b, 2))),
  x: Array.from({ length: 16 }, (_, i) => 50 + 5 * i),
  y: [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872],
  starts: [[0.02, 4000, 250]],
  parameters: [5.609636471e-3, 6.1813463463e3, 3.4522363462e2],
  standardErrors: [1.5687892471e-4, 2.3309021107e1, 7.8486103508e-1],
  sumOfSquares: 8.7945855171e1,
};

export const CERTIFIED: readonly CertifiedProblem[] = [misra1a, thurber, mgh10];
