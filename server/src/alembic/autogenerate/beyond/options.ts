/** What autogenerate may do that Alembic does not, each by a switch of its own; all off is Alembic exactly. */
export interface BeyondOptions {
  /** Operations in an order that a database accepts in both directions; types made and dropped with what uses them. */
  readonly safeOrder: boolean;
  /** Constraints without a name get the one that the database would choose, so that each direction can drop them. */
  readonly constraintNames: boolean;
  /** A drop and an add that look alike become a question. */
  readonly renames: boolean;
  /** Values of enums: added, renamed, removed. */
  readonly enums: boolean;
  /** CHECK constraints by expression, exclude constraints, primary keys. */
  readonly constraints: boolean;
  /** A column that may not be NULL and has no default comes in steps. */
  readonly notNullInSteps: boolean;
}
export type BeyondOption = keyof BeyondOptions;

export const nothingBeyond: BeyondOptions = {
  safeOrder: false,
  constraintNames: false,
  renames: false,
  enums: false,
  constraints: false,
  notNullInSteps: false,
};

/** The switches' names, as settings call them. */
export const beyondOptionNames: readonly BeyondOption[] = [
  'safeOrder',
  'constraintNames',
  'renames',
  'enums',
  'constraints',
  'notNullInSteps',
];

export function isAnyOn(options: BeyondOptions): boolean {
  return beyondOptionNames.some((name) => options[name]);
}
