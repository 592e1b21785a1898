/** PostgreSQL. Mirrors `sqlalchemy.dialects.postgresql.base.PGDialect`. */
import {
  standardSavepoint,
  type CompilationMode,
  type Dialect,
  type DriverTraits,
} from '../../engine/dialect.ts';
import type { DialectTraits } from '../../sql/dialect-traits.ts';
import { DefaultIdentifierPreparer } from '../../sql/identifier-preparer.ts';
import { PGDDLCompiler } from './ddl-compiler.ts';
import { inspector } from './inspector.ts';
import { runLock } from './run-lock.ts';
import { reservedWords } from './reserved-words.ts';
import { sessions } from './sessions.ts';
import { PGCompiler } from './sql-compiler.ts';
import { PGTypeCompiler } from './type-compiler.ts';

const traits: DialectTraits = {
  name: 'postgresql',
  maxIdentifierLength: 63,
  supportsNativeBoolean: true,
  supportsNativeEnum: true,
  supportsNativeUuid: true,
  supportsIdentityColumns: true,
  supportsAlter: true,
  nonNativeBooleanCheckConstraint: true,
  typeCompilerName: 'PGTypeCompiler',
};

export function createPostgresqlDialect(mode: CompilationMode, { doublesPercents }: DriverTraits): Dialect {
  const identifierPreparer = new DefaultIdentifierPreparer({
    reservedWords,
    initialQuote: '"',
    finalQuote: '"',
    maxIdentifierLength: traits.maxIdentifierLength,
    quotesCollations: true,
    dottedSchemas: false,
    doublesPercents,
  });
  const typeCompiler = new PGTypeCompiler(traits, identifierPreparer);
  const sqlCompiler = new PGCompiler(traits, identifierPreparer, typeCompiler, {
    // Upstream asks the server for standard_conforming_strings; without one it assumes the old rules.
    doublesBackslashes: mode === 'offline',
    doublesPercents,
    nativeBooleans: true,
    marksUnicode: false,
    storesDatesAsText: false,
    nativeUuids: true,
    arrayPrefix: 'ARRAY',
    isStrict: mode === 'offline',
  });
  return {
    name: 'postgresql',
    identifierPreparer,
    typeCompiler,
    sqlCompiler,
    ddlCompiler: new PGDDLCompiler(traits, identifierPreparer, typeCompiler, sqlCompiler),
    transactionalDdl: true,
    supportsComments: true,
    supportsConstraintComments: true,
    supportsSequences: true,
    sequencesOptional: true,
    supportsNamedTypes: true,
    supportsNativeEnum: traits.supportsNativeEnum,
    supportsNativeBoolean: traits.supportsNativeBoolean,
    supportsAlter: traits.supportsAlter,
    defaultSchemaName: mode === 'online' ? 'public' : null,
    maxIdentifierLength: traits.maxIdentifierLength,
    savepoint: standardSavepoint,
    runLock,
    sessions,
    inspector,
  };
}
