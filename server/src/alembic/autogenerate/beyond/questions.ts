import type { Origin } from '../../../util/text-range.ts';

/** What only the user can tell. Until it is answered the comparison does as Alembic: drop and add. */
export interface Question {
  /** The same for the same question in each comparison of the project: what an answer is kept by. */
  readonly id: string;
  readonly kind: 'rename_table' | 'rename_column' | 'rename_enum_value';
  /** Key of the table, as it is called now; null for a value of an enum. */
  readonly table: string | null;
  readonly from: string;
  readonly to: string;
  /** `Was column "name" of table "users" renamed to "full_name"?` */
  readonly text: string;
  /** How much alike they are, from 0 to 1. */
  readonly likeness: number;
  /** Where the models have the new name. */
  readonly origin: Origin | null;
}

/** By a question's id: yes or no; absent while nobody has said. */
export type Answers = Readonly<Record<string, boolean>>;

/** Also what a rename in the editor answers without having been asked. */
export function tableQuestionId(table: string, to: string): string {
  return `table ${table} -> ${to}`;
}

export function columnQuestionId(table: string, from: string, to: string): string {
  return `column ${table}.${from} -> ${to}`;
}

export function enumValueQuestionId(type: string, from: string, to: string): string {
  return `enum ${type}.${from} -> ${to}`;
}
