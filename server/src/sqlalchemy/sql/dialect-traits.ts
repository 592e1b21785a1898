/** What compilers must know of a dialect. The port `engine/dialect.ts` lies below; a dialect gives these to its compilers. */
export interface DialectTraits {
  readonly name: string;
  readonly maxIdentifierLength: number;
  readonly supportsNativeBoolean: boolean;
  readonly supportsNativeEnum: boolean;
  readonly supportsNativeUuid: boolean;
  readonly supportsIdentityColumns: boolean;
  readonly supportsAlter: boolean;
  /** A Boolean with `create_constraint=True` gets its CHECK where booleans are not native. */
  readonly nonNativeBooleanCheckConstraint: boolean;
  /** Class name of upstream's type compiler, which its messages name. */
  readonly typeCompilerName: string;
  /** Known only with a connection. */
  readonly defaultSchemaName?: string | null;
}
