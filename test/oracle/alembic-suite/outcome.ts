/** How one recorded answer compares with ours. */
export type Outcome = 'identical' | 'refused' | 'different' | 'not applicable';

export interface Comparison {
  /** `test_op.py::test_x[1] CreateIndexOp` */
  readonly name: string;
  /** The dialect, or what the answer is of. */
  readonly group: string;
  readonly outcome: Outcome;
  /** Why it is not identical. */
  readonly reason: string;
  readonly theirs: string;
  readonly ours: string;
}
