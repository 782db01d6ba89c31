/** A machine that a cloud or a vendor sells by name. */
export interface Instance {
  /** Id of its GPU; of one that the catalog lacks, its name. */
  readonly gpu: string;
  /** How many; null for a part of a card. */
  readonly gpus: number | null;
}

/** Machines by name, in lower case. */
export type Instances = ReadonlyMap<string, Instance>;

/** Machines of one GPU and one source, as they are published. */
export interface InstanceFamily {
  readonly gpu: string;
  /** Where the names were read; absent in the built library. */
  readonly source?: string;
  /** GPUs by name. */
  readonly names: Readonly<Record<string, number | null>>;
}

/** Machines of several families, by name. */
export const instancesOf = (families: readonly InstanceFamily[]): Instances =>
  new Map(
    families.flatMap(({ gpu, names }) =>
      Object.entries(names).map(([name, gpus]) => [name.toLowerCase(), { gpu, gpus }] as const),
    ),
  );
