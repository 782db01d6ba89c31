/** The part of asciichart 1.5 that is used; the package has no types. */
declare module "asciichart" {
  interface Settings {
    readonly min?: number;
    readonly max?: number;
    readonly height?: number;
    /** Of labels in front of the axis, columns. */
    readonly offset?: number;
    readonly colors?: readonly (string | undefined)[];
    readonly symbols?: readonly string[];
    readonly format?: (value: number) => string;
  }
  const asciichart: {
    readonly plot: (series: readonly (readonly number[])[], settings: Settings) => string;
    readonly blue: string;
    readonly yellow: string;
  };
  export default asciichart;
}
