const FIRST_SIZE = 1024;

/** Numbers that come one after the other, eight bytes each; their count need not be known. */
export interface GrowingColumn {
  readonly push: (value: number) => void;
  readonly at: (index: number) => number;
  readonly values: () => Float64Array;
}

/** An empty column. Its room doubles when it is full. */
export function growingColumn(): GrowingColumn {
  let room = new Float64Array(FIRST_SIZE);
  let count = 0;
  return {
    push: (value) => {
      if (count === room.length) {
        const larger = new Float64Array(2 * count);
        larger.set(room);
        room = larger;
      }
      room[count] = value;
      count += 1;
    },
    at: (index) => room[index] ?? NaN,
    values: () => room.slice(0, count),
  };
}
