/** How an expression is compiled in its place. */
export interface SQLCompilerOptions {
  readonly includeTable: boolean;
  /** Inside another operator, where those of JSON stand in parentheses. Upstream: `_in_operator_expression`. */
  readonly isOperand?: boolean;
  /**
   * What a `:name` of a text without a value becomes. With literal binds upstream writes NULL (the default); a context
   * without them keeps the name.
   */
  readonly unboundName?: (name: string) => string;
  /** The FROM clauses of the statements around a subquery, by `fromKey`. */
  readonly enclosingFroms?: readonly string[];
  /** Those of the statement right around; all of them when absent. */
  readonly nearestFroms?: readonly string[];
  readonly anonymousLabels?: AnonymousLabels;
  readonly isSubquery?: boolean;
  /** Values are not to be written in; one is an error. */
  readonly withoutLiterals?: boolean;
}

/** Numbers for the labels that nobody gave, one row of numbers for each name in a whole statement. */
type AnonymousLabels = Map<string, number>;
