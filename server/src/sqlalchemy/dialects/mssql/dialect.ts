/** SQL Server. Mirrors `sqlalchemy.dialects.mssql.base.MSDialect`. */
import type { CompilationMode, Dialect } from '../../engine/dialect.ts';
import type { DialectTraits } from '../../sql/dialect-traits.ts';
import { DefaultIdentifierPreparer } from '../../sql/identifier-preparer.ts';
import { MSDDLCompiler } from './ddl-compiler.ts';
import { runLock } from './run-lock.ts';
import { inspector } from './inspector.ts';
import { reservedWords } from './reserved-words.ts';
import { sessions } from './sessions.ts';
import { MSSQLCompiler } from './sql-compiler.ts';
import { MSTypeCompiler } from './type-compiler.ts';

export function createMssqlDialect(mode: CompilationMode): Dialect {
  const traits: DialectTraits = {
    name: 'mssql',
    maxIdentifierLength: 128,
    supportsNativeBoolean: false,
    supportsNativeEnum: false,
    supportsNativeUuid: true,
    // Upstream's flag is about standard syntax; IDENTITY(1,1) is written by the compiler itself.
    supportsIdentityColumns: false,
    supportsAlter: true,
    nonNativeBooleanCheckConstraint: false,
    typeCompilerName: 'MSTypeCompiler',
    defaultSchemaName: mode === 'online' ? 'dbo' : null,
  };
  const identifierPreparer = new DefaultIdentifierPreparer({
    reservedWords,
    initialQuote: '[',
    finalQuote: ']',
    maxIdentifierLength: traits.maxIdentifierLength,
    quotesCollations: false,
    dottedSchemas: true,
  });
  const typeCompiler = new MSTypeCompiler(traits, mode);
  const sqlCompiler = new MSSQLCompiler(traits, identifierPreparer, typeCompiler, {
    doublesBackslashes: false,
    nativeBooleans: false,
    marksUnicode: true,
    storesDatesAsText: false,
    nativeUuids: true,
    arrayPrefix: '',
    isStrict: mode === 'offline',
  });
  return {
    name: 'mssql',
    identifierPreparer,
    typeCompiler,
    sqlCompiler,
    ddlCompiler: new MSDDLCompiler(traits, identifierPreparer, typeCompiler, sqlCompiler),
    transactionalDdl: true,
    supportsComments: true,
    supportsConstraintComments: false,
    supportsSequences: true,
    sequencesOptional: true,
    supportsNamedTypes: false,
    supportsNativeEnum: traits.supportsNativeEnum,
    supportsNativeBoolean: traits.supportsNativeBoolean,
    supportsAlter: traits.supportsAlter,
    defaultSchemaName: traits.defaultSchemaName ?? null,
    maxIdentifierLength: traits.maxIdentifierLength,
    savepoint: {
      begin: (name) => `SAVE TRANSACTION ${name}`,
      release: () => null,
      rollback: (name) => `ROLLBACK TRANSACTION ${name}`,
    },
    runLock,
    sessions,
    inspector,
  };
}
