/**
 * Paths at which two JSON values differ.
 *
 * @param expected - what the facts give.
 * @param actual - what the catalog holds.
 * @param path - path of both.
 * @returns one line for each difference; none when they are equal.
 */
export function differences(expected: unknown, actual: unknown, path: string): readonly string[] {
  if (Object.is(expected, actual)) return [];
  if (!isContainer(expected) || !isContainer(actual))
    return [`${path}: the facts give ${JSON.stringify(expected)}, the catalog holds ${JSON.stringify(actual)}`];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return keys.flatMap((key) => differences(expected[key], actual[key], `${path}.${key}`));
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
