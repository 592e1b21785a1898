/** SQL expressions with their values written in (`literal_binds=True`). Mirrors `sqlalchemy.sql.compiler.SQLCompiler`. */
import { assertNever } from '../../util/assert-never.ts';
import type { DialectTraits } from './dialect-traits.ts';
import type {
  BinaryExpression,
  BindParameter,
  BooleanClauseList,
  Case,
  ClauseElement,
  ColumnClause,
  Extract,
  FunctionElement,
  ProcessedElement,
  NextValue,
  TextClause,
} from './elements.ts';
import { CompileError } from './errors.ts';
import type { DefaultIdentifierPreparer } from './identifier-preparer.ts';
import type { LiteralStyle } from './literals.ts';
import { literalProblem } from './literal-checks.ts';
import { doubledPercents, renderLiteral, renderString } from './literals.ts';
import { needsGroup } from './operators.ts';
import { compileSelect } from './select-compiler.ts';
import type { Select } from './elements.ts';
import type { Column, DefaultClause } from './schema.ts';
import type { SQLCompilerOptions } from './sql-compiler-options.ts';
import { GenericTypeCompiler } from './type-compiler.ts';
import { isInteger, isNumeric, resolveType } from './type-resolution.ts';
import type { TypeEngine } from './types.ts';

export type { SQLCompilerOptions };

export class DefaultSQLCompiler {
  protected readonly traits: DialectTraits;
  protected readonly preparer: DefaultIdentifierPreparer;
  protected readonly typeCompiler: GenericTypeCompiler;
  protected readonly literalStyle: LiteralStyle;

  constructor(
    traits: DialectTraits,
    preparer: DefaultIdentifierPreparer,
    typeCompiler: GenericTypeCompiler,
    literalStyle: LiteralStyle,
  ) {
    this.traits = traits;
    this.preparer = preparer;
    this.typeCompiler = typeCompiler;
    this.literalStyle = literalStyle;
  }

  process(clause: ClauseElement, options: SQLCompilerOptions): string {
    switch (clause.kind) {
      case 'text':
        return this.visitText(clause, options);
      case 'literal_column':
        return doubledPercents(clause.text, this.literalStyle);
      case 'bindparam':
        return this.visitBindParameter(clause, options);
      case 'function':
        return this.visitFunction(clause, options);
      case 'column':
        return this.visitColumn(clause, options);
      case 'binary':
        return this.visitBinary(clause, options);
      case 'unary': {
        const operator = clause.operator.toUpperCase();
        if (operator === 'NOT' && this.isBooleanColumn(clause.operand))
          return `${this.process(clause.operand, options)} = 0`;
        const operand = this.group(clause.operand, clause.position === 'prefix' ? '*' : 'AND', options);
        if (clause.position === 'suffix') return `${operand} ${operator}`;
        return operator === '-' ? `-${operand}` : `${operator} ${operand}`;
      }
      case 'boolean':
        return (
          this.onlyConstant(clause) ??
          clause.clauses
            .map((part) =>
              this.isBooleanColumn(part)
                ? `${this.process(part, options)} = 1`
                : this.group(part, clause.operator, options),
            )
            .join(` ${clause.operator} `)
        );
      case 'null':
        return 'NULL';
      case 'true':
        return this.traits.supportsNativeBoolean ? 'true' : '1';
      case 'false':
        return this.traits.supportsNativeBoolean ? 'false' : '0';
      case 'cast': {
        const type = this.typeCompiler.process(clause.type, { table: null, column: null });
        const [, bare = type, collation = ''] = /^(.*)( COLLATE .*)$/.exec(type) ?? [];
        return `CAST(${this.process(clause.operand, options)} AS ${bare})${collation}`;
      }
      case 'collate':
        return `${this.group(clause.operand, 'COLLATE', options)} COLLATE ${this.preparer.formatCollation(clause.collation)}`;
      case 'grouping':
        return `(${this.process(clause.element, options)})`;
      case 'case':
        return this.visitCase(clause, options);
      case 'extract':
        return this.visitExtract(clause, options);
      case 'list':
        return clause.clauses.map((part) => this.process(part, options)).join(', ');
      case 'compiled': {
        const text = clause.texts.get(this.traits.name);
        if (text === undefined) return this.unsupported(`\`${clause.name}\``);
        if ('error' in text) throw new CompileError(text.error);
        return text.parts
          .map((part) => (typeof part === 'string' ? part : this.processPart(part, options)))
          .join('');
      }
      case 'label':
        return this.process(clause.element, options);
      case 'next_value':
        return this.visitNextValue(clause);
      case 'select':
        return this.visitSelect(clause, options);
      case 'subselect':
        return `(${this.visitSelect(clause.select, { ...options, isSubquery: true })})`;
      case 'exists':
        return `EXISTS (${this.visitSelect(clause.select, { ...options, isSubquery: true })})`;
      default:
        return assertNever(clause, 'SQL expression');
    }
  }

  /** `DEFAULT` value: a plain string is quoted, anything else is an expression. Upstream: `render_default_string`. */
  renderServerDefault(serverDefault: DefaultClause, _column: Column | null): string {
    return serverDefault.arg.type === 'str'
      ? this.renderString(serverDefault.arg.value)
      : this.process(serverDefault.arg.clause, { includeTable: true });
  }

  /** A text as a SQL literal. */
  renderString(value: string): string {
    return renderString(value, this.literalStyle);
  }

  /** A comment as a literal; SQL Server's is Unicode. */
  renderComment(comment: string): string {
    return this.renderString(comment);
  }

  /** The operand with parentheses where its operator binds less than `against`; null is the outermost place. */
  group(operand: ClauseElement, against: string | null, options: SQLCompilerOptions): string {
    const text = this.process(operand, options);
    return needsGroup(operand, against) ? `(${text})` : text;
  }

  protected visitSelect(select: Select, options: SQLCompilerOptions): string {
    return compileSelect(
      select,
      {
        process: (clause, inner) => this.process(clause, inner),
        formatTable: (name, schema) => this.preparer.formatTable(name, schema),
        quote: (name) => this.preparer.quote(name),
        precolumns: (inner, context) => this.selectPrecolumns(inner, context),
        limit: (inner, context) => this.limitClause(inner, context),
      },
      options,
    );
  }

  protected selectPrecolumns(_select: Select, _options: SQLCompilerOptions): string {
    return '';
  }

  /** LIMIT and OFFSET. Upstream: `limit_clause`. */
  protected limitClause({ limit, offset }: Select, options: SQLCompilerOptions): string {
    const limited = limit === null ? '' : `\n LIMIT ${this.process(limit, options)}`;
    if (offset === null) return limited;
    return `${limited === '' ? '\n LIMIT -1' : limited} OFFSET ${this.process(offset, options)}`;
  }

  protected visitNextValue(_clause: NextValue): string {
    throw new CompileError(`Dialect '${this.traits.name}' does not support sequence increments.`);
  }

  protected visitText(clause: TextClause, options: SQLCompilerOptions): string {
    const unbound = options.unboundName ?? ((): string => 'NULL');
    return doubledPercents(clause.text, this.literalStyle)
      .replace(/(?<![:\p{L}\p{N}_\\]):([\p{L}\p{N}_]+)(?![:\p{L}\p{N}_])/gu, (_match, name: string) => {
        const bound = clause.bindparams.find((b) => b.name === name);
        return bound === undefined ? unbound(name) : this.visitBindParameter(bound, options);
      })
      .replace(/\\(:[\p{L}\p{N}_]*)(?![:\p{L}\p{N}_])/gu, '$1');
  }

  private processPart(part: ProcessedElement, options: SQLCompilerOptions): string {
    return this.process(part.clause, {
      ...options,
      ...(part.keepsTable ? {} : { includeTable: true }),
      ...(part.keepsLiterals ? {} : { withoutLiterals: true }),
    });
  }

  protected visitBindParameter(bind: BindParameter, options: SQLCompilerOptions): string {
    if (options.withoutLiterals === true) {
      throw new CompileError('a @compiles function does not pass **kw on, so that a value stays a parameter');
    }
    const type = bind.type === null ? null : resolveType(bind.type, this.traits.name);
    const problem =
      type !== null && this.literalStyle.isStrict
        ? literalProblem(bind.value, type, () => genericText(type))
        : null;
    if (problem !== null) throw new CompileError(problem);
    return renderLiteral(bind.value, type, this.literalStyle);
  }

  protected visitColumn(clause: ColumnClause, options: SQLCompilerOptions): string {
    const name = this.preparer.quote(clause.name);
    if (!options.includeTable || clause.table === null) return name;
    return `${this.preparer.formatTable(clause.table, clause.schema)}.${name}`;
  }

  protected visitFunction(clause: FunctionElement, options: SQLCompilerOptions): string {
    const parts = clause.name.split('.');
    const last = parts.pop() ?? '';
    const special = this.specialFunction(last.toLowerCase(), clause, options);
    if (special !== null) return special;
    const ansi = ansiFunctions.get(last.toLowerCase());
    const quote = (name: string): string =>
      this.preparer.hasIllegalCharacters(name) ? this.preparer.quote(name) : name;
    const name = ansi ?? (genericFunctions.has(last.toLowerCase()) ? last.toLowerCase() : quote(last));
    const args =
      ansi !== undefined && clause.args.length === 0 ? '' : `(${this.functionArguments(clause, options)})`;
    return [...parts.map(quote), `${name}${args}`].join('.');
  }

  protected functionArguments(clause: FunctionElement, options: SQLCompilerOptions): string {
    if (clause.args.length === 0 && clause.name.toLowerCase() === 'count') return '*';
    return clause.args.map((argument) => this.group(argument, ',', options)).join(', ');
  }

  /** A dialect's own spelling of a function (by its lower-case name); null for none. Upstream: `visit_<name>_func`. */
  protected specialFunction(
    _name: string,
    _clause: FunctionElement,
    _options: SQLCompilerOptions,
  ): string | null {
    return null;
  }

  protected visitBinary(clause: BinaryExpression, options: SQLCompilerOptions): string {
    const operator = clause.operator.toUpperCase();
    const left = this.group(clause.left, operator, options);
    if (operator.endsWith('ILIKE')) {
      const like = operator.replace('ILIKE', 'LIKE');
      return `lower(${left}) ${like} lower(${this.group(clause.right, operator, options)})`;
    }
    if (operator === 'IN' || operator === 'NOT IN') {
      const right = this.process(clause.right, options);
      const text = `${left} ${operator} ${clause.right.kind === 'list' ? `(${right})` : right}`;
      return operator === 'IN' ? text : `(${text})`;
    }
    if ((operator === 'BETWEEN' || operator === 'NOT BETWEEN') && clause.right.kind === 'list') {
      const bounds = clause.right.clauses.map((bound) => this.group(bound, 'AND', options));
      return `${left} ${operator} ${bounds.join(' AND ')}`;
    }
    if (operator === '/' || operator === '//') {
      const right = this.group(clause.right, operator, options);
      return operator === '/'
        ? this.trueDivision(left, right, clause.right, options)
        : this.floorDivision(left, right, clause);
    }
    const right =
      clause.bareRight === true
        ? this.process(clause.right, options)
        : this.group(clause.right, operator, options);
    return `${left} ${this.operatorText(clause.operator)} ${right}`;
  }

  /** A column that stands for a condition, where the database has no booleans. Upstream: `AsBoolean`. */
  private isBooleanColumn(clause: ClauseElement): boolean {
    if (this.traits.supportsNativeBoolean || clause.kind !== 'column' || clause.type === null) return false;
    const { kind } = resolveType(clause.type, this.traits.name);
    return kind === 'Boolean' || kind === 'BOOLEAN';
  }

  /** A condition that a constant decides: a database without booleans wants a comparison. */
  private onlyConstant({ clauses }: BooleanClauseList): string | null {
    const [only] = clauses;
    if (clauses.length !== 1 || this.traits.supportsNativeBoolean) return null;
    return only?.kind === 'true' ? '1 = 1' : only?.kind === 'false' ? '0 = 1' : null;
  }

  /** Databases divide integers into integers; Python's `/` does not. Upstream: `visit_truediv_binary`. */
  protected trueDivision(
    left: string,
    _right: string,
    divisor: ClauseElement,
    options: SQLCompilerOptions,
  ): string {
    const own = typeOfClause(divisor, this.traits.name);
    const type: TypeEngine =
      own !== null && isNumeric(own)
        ? own
        : { kind: 'Numeric', precision: null, scale: null, asdecimal: true };
    const operand: ClauseElement = needsGroup(divisor, '/')
      ? { kind: 'grouping', element: divisor }
      : divisor;
    return `${left} / ${this.process({ kind: 'cast', operand, type }, options)}`;
  }

  /** Upstream: `visit_floordiv_binary`. */
  private floorDivision(left: string, right: string, clause: BinaryExpression): string {
    const areIntegers = [clause.left, clause.right].every((side) => {
      const type = typeOfClause(side, this.traits.name);
      return type !== null && isInteger(type);
    });
    return areIntegers ? `${left} / ${right}` : `FLOOR(${left} / ${right})`;
  }

  protected visitCase(clause: Case, options: SQLCompilerOptions): string {
    const part = (element: ClauseElement): string => this.process(element, options);
    const whens = clause.whens.map(
      ({ condition, result }) => `WHEN ${this.group(condition, null, options)} THEN ${part(result)}`,
    );
    return [
      'CASE',
      ...(clause.value === null ? [] : [part(clause.value)]),
      ...whens,
      ...(clause.otherwise === null ? [] : [`ELSE ${part(clause.otherwise)}`]),
      'END',
    ].join(' ');
  }

  protected visitExtract(clause: Extract, options: SQLCompilerOptions): string {
    return `EXTRACT(${clause.field} FROM ${this.process(clause.operand, options)})`;
  }

  protected operatorText(operator: string): string {
    return operator === '%' ? doubledPercents(operator, this.literalStyle) : operator;
  }

  protected unsupported(what: string): never {
    throw new CompileError(`${this.traits.name} cannot render ${what}`);
  }
}

/** What is known of an expression's type; null for nothing. */
function typeOfClause(clause: ClauseElement, dialectName: string): TypeEngine | null {
  switch (clause.kind) {
    case 'bindparam':
    case 'column':
    case 'cast':
      return clause.type === null ? null : resolveType(clause.type, dialectName);
    case 'binary':
    case 'unary':
      return typeOfClause(clause.kind === 'binary' ? clause.left : clause.operand, dialectName);
    case 'grouping':
    case 'label':
      return typeOfClause(clause.element, dialectName);
    default:
      return null;
  }
}

/** `str(type)` in upstream's messages: the type as no database in particular has it. */
function genericText(type: TypeEngine): string {
  const generic = new GenericTypeCompiler({
    name: 'default',
    maxIdentifierLength: 9999,
    supportsNativeBoolean: false,
    supportsNativeEnum: false,
    supportsNativeUuid: false,
    supportsIdentityColumns: false,
    supportsAlter: true,
    nonNativeBooleanCheckConstraint: true,
    typeCompilerName: 'StrSQLTypeCompiler',
  });
  return generic.process(type, { table: null, column: null });
}

/** Functions that SQLAlchemy knows by a class, whose name is in lower case however it is written. */
const genericFunctions: ReadonlySet<string> = new Set(
  'now count max min sum concat char_length coalesce random array_agg rank dense_rank percent_rank cume_dist mode'.split(
    ' ',
  ),
);

/** Functions of the SQL standard that are written without parentheses, as `sqlalchemy.sql.compiler.FUNCTIONS` spells them. */
const ansiFunctions: ReadonlyMap<string, string> = new Map([
  ['current_date', 'CURRENT_DATE'],
  ['current_time', 'CURRENT_TIME'],
  ['current_timestamp', 'CURRENT_TIMESTAMP'],
  ['current_user', 'CURRENT_USER'],
  ['localtime', 'LOCALTIME'],
  ['localtimestamp', 'LOCALTIMESTAMP'],
  ['session_user', 'SESSION_USER'],
  ['sysdate', 'sysdate'],
  ['user', 'USER'],
]);
