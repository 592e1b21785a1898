/** SQL that no database in particular wants: upstream's `DefaultDialect`. */
import { standardSavepoint, type CompilationMode, type Dialect } from '../../engine/dialect.ts';
import { DefaultDDLCompiler } from '../../sql/ddl-compiler.ts';
import type { DialectTraits } from '../../sql/dialect-traits.ts';
import { DefaultIdentifierPreparer } from '../../sql/identifier-preparer.ts';
import { reservedWords } from '../../sql/reserved-words.ts';
import { DefaultSQLCompiler } from '../../sql/sql-compiler.ts';
import { GenericTypeCompiler } from '../../sql/type-compiler.ts';
import { inspector } from './inspector.ts';

const traits: DialectTraits = {
  name: 'default',
  maxIdentifierLength: 9999,
  supportsNativeBoolean: false,
  supportsNativeEnum: false,
  supportsNativeUuid: false,
  supportsIdentityColumns: false,
  supportsAlter: true,
  nonNativeBooleanCheckConstraint: true,
  typeCompilerName: 'GenericTypeCompiler',
};

export function createDefaultDialect(mode: CompilationMode): Dialect {
  const identifierPreparer = new DefaultIdentifierPreparer({
    reservedWords,
    initialQuote: '"',
    finalQuote: '"',
    maxIdentifierLength: traits.maxIdentifierLength,
    quotesCollations: true,
    dottedSchemas: false,
  });
  const typeCompiler = new GenericTypeCompiler(traits);
  const sqlCompiler = new DefaultSQLCompiler(traits, identifierPreparer, typeCompiler, {
    doublesBackslashes: false,
    nativeBooleans: false,
    marksUnicode: false,
    storesDatesAsText: false,
    nativeUuids: false,
    arrayPrefix: '',
    isStrict: mode === 'offline',
  });
  return {
    name: 'default',
    isGeneric: true,
    identifierPreparer,
    typeCompiler,
    sqlCompiler,
    ddlCompiler: new DefaultDDLCompiler(traits, identifierPreparer, typeCompiler, sqlCompiler),
    transactionalDdl: false,
    supportsComments: false,
    supportsConstraintComments: false,
    supportsSequences: false,
    sequencesOptional: false,
    supportsNamedTypes: false,
    supportsNativeEnum: traits.supportsNativeEnum,
    supportsNativeBoolean: traits.supportsNativeBoolean,
    supportsAlter: traits.supportsAlter,
    defaultSchemaName: null,
    maxIdentifierLength: traits.maxIdentifierLength,
    savepoint: standardSavepoint,
    runLock: null,
    sessions: null,
    inspector,
  };
}
