import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";

/** Rows of numbers, all of one length. */
export type Rows = readonly (readonly number[])[];

/** Directions whose singular value is below this share of the largest are not told by the rows: numerical derivatives know no better. */
const RANK_TOLERANCE = 1e-7;

/** How well the rows of a linear system tell its unknowns. */
export interface SingularAnalysis {
  /** Directions that the rows tell. */
  readonly rank: number;
  /** Largest over smallest singular value, columns scaled to length one; Infinity when one is zero. */
  readonly condition: number;
  /** For each column, true when a direction that the rows do not tell takes part in it. */
  readonly undetermined: readonly boolean[];
}

/**
 * Least squares of a linear system by Householder reflections: never by normal equations, which square the condition.
 *
 * @param rows - at least as many as columns, of full rank.
 * @param values - one for each row.
 * @returns the unknowns.
 */
export function solveLinear(rows: Rows, values: readonly number[]): readonly number[] {
  return new QrDecomposition(matrixOf(rows)).solve(Matrix.columnVector(values)).to1DArray();
}

/**
 * $(A^T A)^{-1}$, by singular values; directions that the rows do not tell are left out.
 *
 * @param rows - A.
 * @returns a symmetric matrix.
 */
export function inverseOfSquare(rows: Rows): Rows {
  const lengths = columnLengths(rows);
  const svd = decompose(rows, lengths);
  const largest = svd.diagonal[0] ?? 0;
  return lengths.map((ofRow, i) =>
    lengths.map((ofColumn, j) => {
      let sum = 0;
      svd.diagonal.forEach((value, k) => {
        if (value > RANK_TOLERANCE * largest)
          sum += (svd.rightSingularVectors.get(i, k) * svd.rightSingularVectors.get(j, k)) / value ** 2;
      });
      return sum / ofRow / ofColumn;
    }),
  );
}

/**
 * Rank and condition of a system whose columns are scaled to length one, so that units do not count.
 *
 * @param rows - at least one, of at least one column.
 * @returns rank, condition and undetermined columns.
 */
export function singularAnalysis(rows: Rows): SingularAnalysis {
  const lengths = columnLengths(rows);
  const { diagonal, rightSingularVectors } = decompose(rows, lengths);
  const largest = diagonal[0] ?? 0;
  const told = diagonal.map((value) => value > RANK_TOLERANCE * largest);
  const smallest = diagonal.at(-1) ?? 0;
  return {
    rank: told.filter(Boolean).length,
    condition: smallest === 0 ? Number.POSITIVE_INFINITY : largest / smallest,
    undetermined: lengths.map((_, i) =>
      told.some((isTold, k) => !isTold && Math.abs(rightSingularVectors.get(i, k)) > PART_OF_DIRECTION),
    ),
  };
}

/** A column takes part in a direction from here on: of a unit vector over six columns, well below an even share. */
const PART_OF_DIRECTION = 0.1;

const matrixOf = (rows: Rows): Matrix => new Matrix(rows.map((row) => [...row]));

function columnLengths(rows: Rows): readonly number[] {
  return (rows[0] as readonly number[]).map((_, j) => {
    let sum = 0;
    for (const row of rows) sum += (row[j] ?? 0) ** 2;
    return sum > 0 ? Math.sqrt(sum) : 1;
  });
}

/** A decomposition wants as many rows as columns: rows of zeros change no singular value. */
function decompose(rows: Rows, lengths: readonly number[]): SingularValueDecomposition {
  const scaled = rows.map((row) => row.map((cell, j) => cell / (lengths[j] ?? 1)));
  return new SingularValueDecomposition(matrixOf([...scaled, ...lengths.map(() => lengths.map(() => 0))]));
}
