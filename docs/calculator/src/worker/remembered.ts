/** A function of a number that is worked out once for each. */
export function remembered<Value extends object | null>(of: (value: number) => Value): (value: number) => Value {
  const kept = new Map<number, Value>();
  return (value) => {
    const known = kept.get(value);
    if (known !== undefined) return known;
    const made = of(value);
    kept.set(value, made);
    return made;
  };
}
