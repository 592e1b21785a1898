/** A half-open range of UTF-16 offsets in one text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Where a value, schema object or operation was written: an absolute file path and a range in its text. */
export interface Origin {
  readonly file: string;
  readonly range: TextRange;
}

/** True when `offset` lies in `range`, its end included (so a cursor behind the last letter still counts). */
export function rangeContains(range: TextRange, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}
