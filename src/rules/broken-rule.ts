/** What a rule speaks of by name: numbers, and words that are the same in every language. */
export type RuleValues = Readonly<Record<string, number | string | readonly string[]>>;

/** A rule that a value breaks: in English, and as a code with its values for every other language. */
export interface BrokenRule<Code extends string> {
  /** In English, `must be an integer >= 1` for example. */
  readonly rule: string;
  /** Stable, machine-readable kind of rule: may be added, never renamed. */
  readonly ruleCode: Code;
  /** What the rule speaks of. */
  readonly ruleValues: RuleValues;
}

/** Rules by their code, in one language. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a rule speaks of is its own
export type RuleTable = Readonly<Record<string, (values: any) => string>>;

/** Says that a rule of a table is broken, and what it speaks of. */
export type Breaks<Table extends RuleTable> = <Code extends keyof Table & string>(
  code: Code,
  ...values: Parameters<Table[Code]>
) => BrokenRule<Code>;

/** The rules of a table: what is thrown has their words, code and values. */
export const rulesOf =
  <Table extends RuleTable>(table: Table): Breaks<Table> =>
  (code, ...values) => ({
    rule: (table[code] as (...values: readonly unknown[]) => string)(...values),
    ruleCode: code,
    ruleValues: (values[0] as RuleValues | undefined) ?? {},
  });

/** `a, b, c`. */
export const listed = (names: readonly string[]): string => names.join(", ");
