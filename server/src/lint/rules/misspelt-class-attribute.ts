/**
 * A class attribute that SQLAlchemy would read if it were spelt right: it ignores `__tablesname__` and `__tableargs__`
 * without a word, so the table is missing, or its constraints are.
 */
import type { ClassDef, Statement } from '../../python/syntax/ast.ts';
import { editDistance } from '../../util/similar.ts';
import type { TextRange } from '../../util/text-range.ts';
import type { ModelFinding, ModelRule } from '../model-rule.ts';

const known = ['__tablename__', '__table_args__', '__mapper_args__', '__abstract__'] as const;

export const misspeltClassAttribute: ModelRule = {
  code: 'misspelt-class-attribute',
  severity: 'warning',
  documentation: `SQLAlchemy reads ${known.map((name) => `\`${name}\``).join(', ')} of a mapped class and ignores any other name. Rename the attribute.`,
  check: (module) => classesOf(module.body).flatMap((cls) => checkClass(cls)),
};

function classesOf(body: readonly Statement[]): ClassDef[] {
  return body.flatMap((statement) =>
    statement.kind === 'ClassDef' ? [statement, ...classesOf(statement.body)] : [],
  );
}

function checkClass(cls: ClassDef): readonly ModelFinding[] {
  if (cls.bases.length === 0) return [];
  const names = cls.body.flatMap((statement) => namesOf(statement));
  const taken = new Set(names.map(({ name }) => name));
  return names.flatMap(({ name, range }): ModelFinding[] => {
    const meant = known.find((each) => isMisspelt(name, each));
    if (meant === undefined || taken.has(meant)) return [];
    const message = `SQLAlchemy ignores \`${name}\`: did you mean \`${meant}\`?`;
    return [{ range, message, fix: { title: `Rename to ${meant}`, newText: meant } }];
  });
}

/** Underscores and one or two letters amiss; of a name without underscores in front, the underscores alone. */
function isMisspelt(name: string, meant: string): boolean {
  if (name === meant) return false;
  const [letters, wanted] = [name.replaceAll('_', ''), meant.replaceAll('_', '')];
  if (letters === wanted) return true;
  return name.startsWith('_') && editDistance(letters, wanted) <= 2;
}

function namesOf(statement: Statement): readonly { readonly name: string; readonly range: TextRange }[] {
  switch (statement.kind) {
    case 'Assign':
      return statement.targets.flatMap((target) =>
        target.kind === 'Name' ? [{ name: target.id, range: target.range }] : [],
      );
    case 'AnnAssign':
      return statement.target.kind === 'Name'
        ? [{ name: statement.target.id, range: statement.target.range }]
        : [];
    case 'FunctionDef':
      return statement.decorators.length > 0 && statement.name.startsWith('_')
        ? [{ name: statement.name, range: statement.nameRange }]
        : [];
    default:
      return [];
  }
}
