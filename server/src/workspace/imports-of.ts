import type { Module, Statement } from '../python/syntax/ast.ts';

/** The modules that a file names in import statements anywhere in it; relative ones keep their dots. */
export function importsOf(module: Module): readonly string[] {
  const found: string[] = [];
  for (const statement of module.body) visit(statement, found);
  return found;
}

function visit(statement: Statement, found: string[]): void {
  const all = (...bodies: readonly (readonly Statement[])[]): void => {
    for (const body of bodies) for (const inner of body) visit(inner, found);
  };
  switch (statement.kind) {
    case 'Import':
      found.push(...statement.names.map(({ name }) => name));
      return;
    case 'ImportFrom':
      found.push('.'.repeat(statement.level) + statement.module);
      return;
    case 'FunctionDef':
    case 'ClassDef':
    case 'With':
      all(statement.body);
      return;
    case 'For':
    case 'While':
    case 'If':
      all(statement.body, statement.orelse);
      return;
    case 'Try':
      all(
        statement.body,
        ...statement.handlers.map(({ body }) => body),
        statement.orelse,
        statement.finalbody,
      );
      return;
    case 'Match':
      all(...statement.cases.map(({ body }) => body));
      return;
    case 'Return':
    case 'Delete':
    case 'Assign':
    case 'AugAssign':
    case 'AnnAssign':
    case 'Raise':
    case 'Assert':
    case 'Global':
    case 'Nonlocal':
    case 'TypeAlias':
    case 'Expr':
    case 'Pass':
    case 'Break':
    case 'Continue':
    case 'ErrorStatement':
      return;
  }
}
