/** A point that has a name. */
export interface Named {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** A name, and where it stands. */
export interface PlacedLabel {
  readonly text: string;
  readonly left: number;
  /** Of its line. */
  readonly base: number;
}

/** Of a bold letter of 12 units, mean, with room on both sides. */
const LETTER = 7.2;
const LINE = 15;
const ABOVE = -12;
const BELOW = 22;

/**
 * Names beside their points, above or below, none upon another. One that has no room is left out: the table has it.
 *
 * @param points - in the order in which they are given room.
 * @param width - of the picture.
 * @returns names with their places.
 */
export function placedLabels(points: readonly Named[], width: number): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const long = ({ text }: { readonly text: string }): number => LETTER * text.length;
  for (const point of points) {
    const left = Math.min(Math.max(0, point.x - long(point) / 2), width - long(point));
    const place = [ABOVE, BELOW]
      .map((shift) => ({ text: point.text, left, base: point.y + shift }))
      .find((label) =>
        placed.every(
          (other) =>
            Math.abs(other.base - label.base) >= LINE ||
            other.left + long(other) <= label.left ||
            label.left + long(label) <= other.left,
        ),
      );
    if (place !== undefined) placed.push(place);
  }
  return placed;
}
