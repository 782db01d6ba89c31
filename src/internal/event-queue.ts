/** Numbers in order of their time: a binary heap; of equal times the smaller number comes first. */
export interface EventQueue {
  times: Float64Array;
  numbers: Int32Array;
  size: number;
}

export const eventQueue = (capacity = 16): EventQueue => ({
  times: new Float64Array(capacity),
  numbers: new Int32Array(capacity),
  size: 0,
});

/** Time of the first; Infinity when there is none. */
export const firstTime = (queue: EventQueue): number => (queue.size === 0 ? Infinity : (queue.times[0] as number));

/** The first number; to be asked only when there is one. */
export const firstNumber = (queue: EventQueue): number => queue.numbers[0] as number;

export function pushEvent(queue: EventQueue, time: number, number: number): void {
  if (queue.size === queue.times.length) grow(queue);
  const { times, numbers } = queue;
  let hole = queue.size;
  queue.size += 1;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (!precedes(time, number, times[parent] as number, numbers[parent] as number)) break;
    times[hole] = times[parent] as number;
    numbers[hole] = numbers[parent] as number;
    hole = parent;
  }
  times[hole] = time;
  numbers[hole] = number;
}

/** Takes the first number out. */
export function popEvent(queue: EventQueue): number {
  const { times, numbers } = queue;
  const first = numbers[0] as number;
  queue.size -= 1;
  const size = queue.size;
  const time = times[size] as number;
  const number = numbers[size] as number;
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (
      child + 1 < size &&
      precedes(
        times[child + 1] as number,
        numbers[child + 1] as number,
        times[child] as number,
        numbers[child] as number,
      )
    )
      child += 1;
    if (!precedes(times[child] as number, numbers[child] as number, time, number)) break;
    times[hole] = times[child] as number;
    numbers[hole] = numbers[child] as number;
    hole = child;
  }
  times[hole] = time;
  numbers[hole] = number;
  return first;
}

const precedes = (time: number, number: number, otherTime: number, otherNumber: number): boolean =>
  time < otherTime || (time === otherTime && number < otherNumber);

function grow(queue: EventQueue): void {
  const times = new Float64Array(2 * queue.times.length);
  const numbers = new Int32Array(2 * queue.numbers.length);
  times.set(queue.times);
  numbers.set(queue.numbers);
  queue.times = times;
  queue.numbers = numbers;
}
