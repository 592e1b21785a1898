/** SQLite. Mirrors `sqlalchemy.dialects.sqlite.base.SQLiteDialect`. */
import { standardSavepoint, type CompilationMode, type Dialect } from '../../engine/dialect.ts';
import type { DialectTraits } from '../../sql/dialect-traits.ts';
import { DefaultIdentifierPreparer } from '../../sql/identifier-preparer.ts';
import { SQLiteDDLCompiler } from './ddl-compiler.ts';
import { inspector } from './inspector.ts';
import { reservedWords } from './reserved-words.ts';
import { sessions } from './sessions.ts';
import { SQLiteCompiler } from './sql-compiler.ts';
import { SQLiteTypeCompiler } from './type-compiler.ts';

const traits: DialectTraits = {
  name: 'sqlite',
  maxIdentifierLength: 9999,
  supportsNativeBoolean: false,
  supportsNativeEnum: false,
  supportsNativeUuid: false,
  supportsIdentityColumns: false,
  supportsAlter: false,
  nonNativeBooleanCheckConstraint: true,
  typeCompilerName: 'SQLiteTypeCompiler',
};

export function createSqliteDialect(mode: CompilationMode): Dialect {
  const identifierPreparer = new DefaultIdentifierPreparer({
    reservedWords,
    initialQuote: '"',
    finalQuote: '"',
    maxIdentifierLength: traits.maxIdentifierLength,
    quotesCollations: true,
    dottedSchemas: false,
  });
  const typeCompiler = new SQLiteTypeCompiler(traits);
  const sqlCompiler = new SQLiteCompiler(traits, identifierPreparer, typeCompiler, {
    doublesBackslashes: false,
    nativeBooleans: false,
    marksUnicode: false,
    storesDatesAsText: true,
    nativeUuids: false,
    arrayPrefix: '',
    isStrict: mode === 'offline',
  });
  return {
    name: 'sqlite',
    identifierPreparer,
    typeCompiler,
    sqlCompiler,
    ddlCompiler: new SQLiteDDLCompiler(traits, identifierPreparer, typeCompiler, sqlCompiler),
    // SQLite rolls DDL back, but Python's driver did not, so Alembic does not count on it.
    transactionalDdl: false,
    supportsComments: false,
    supportsConstraintComments: false,
    supportsSequences: false,
    sequencesOptional: false,
    supportsNamedTypes: false,
    supportsNativeEnum: traits.supportsNativeEnum,
    supportsNativeBoolean: traits.supportsNativeBoolean,
    supportsAlter: traits.supportsAlter,
    defaultSchemaName: 'main',
    maxIdentifierLength: traits.maxIdentifierLength,
    savepoint: standardSavepoint,
    runLock: null,
    sessions,
    inspector,
  };
}
