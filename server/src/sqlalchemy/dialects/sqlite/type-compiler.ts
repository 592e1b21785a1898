/** Mirrors `sqlalchemy.dialects.sqlite.base.SQLiteTypeCompiler`. */
import { GenericTypeCompiler } from '../../sql/type-compiler.ts';
import type { DialectType } from '../../sql/types.ts';

export class SQLiteTypeCompiler extends GenericTypeCompiler {
  protected override visitJson(): string {
    return 'JSON';
  }

  /** A date whose storage format is not text (`storage_format=` of digits) gets a name with text affinity. */
  protected override visitDialectType(type: DialectType): string {
    const text = super.visitDialectType(type);
    const format = type.options['storage_format'];
    if (type.dialect !== 'sqlite' || typeof format !== 'string') return text;
    return isTextAffinity(format) ? text : `${text}_CHAR`;
  }
}

/** Upstream `format_is_text_affinity`: the format writes something besides digits. */
function isTextAffinity(format: string): boolean {
  return /[^0-9]/.test(format.replace(/%\((?:year|month|day|hour|minute|second|microsecond)\)\d*d/g, '0'));
}
