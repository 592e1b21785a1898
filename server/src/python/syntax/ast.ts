/**
 * The syntax tree of a Python module. Node kinds are the class names of CPython's `ast` module, so its documentation
 * describes these too. Every node has its range. Text that does not parse becomes `ErrorStatement` / `ErrorExpression`;
 * the rest of the module is still there.
 */
import type { TextRange } from '../../util/text-range.ts';

interface Node {
  readonly range: TextRange;
}

export interface Module extends Node {
  readonly kind: 'Module';
  readonly file: string;
  readonly text: string;
  readonly body: readonly Statement[];
  readonly errors: readonly SyntaxProblem[];
}

export interface SyntaxProblem extends Node {
  readonly message: string;
}

// ---------------------------------------------------------------- statements

export type Statement =
  | FunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | AugAssign
  | AnnAssign
  | For
  | While
  | If
  | With
  | Raise
  | Try
  | Match
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | TypeAlias
  | Expr
  | Pass
  | Break
  | Continue
  | ErrorStatement;

export interface FunctionDef extends Node {
  readonly kind: 'FunctionDef';
  readonly name: string;
  readonly nameRange: TextRange;
  /** Names of `def f[T]`; absent without brackets. */
  readonly typeParameters?: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly returns: Expression | null;
  readonly isAsync: boolean;
  /** True when the body (nested functions aside) holds `yield`. */
  readonly isGenerator: boolean;
}

export type ParameterKind =
  'positional-only' | 'positional-or-keyword' | 'var-positional' | 'keyword-only' | 'var-keyword';

export interface Parameter extends Node {
  readonly kind: ParameterKind;
  readonly name: string;
  readonly annotation: Expression | null;
  readonly default: Expression | null;
}

export interface ClassDef extends Node {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly nameRange: TextRange;
  /** Names of `class C[T]`; absent without brackets. */
  readonly typeParameters?: readonly string[];
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

export interface Return extends Node {
  readonly kind: 'Return';
  readonly value: Expression | null;
}
export interface Delete extends Node {
  readonly kind: 'Delete';
  readonly targets: readonly Expression[];
}
export interface Assign extends Node {
  readonly kind: 'Assign';
  /** More than one for `a = b = value`. */
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface AugAssign extends Node {
  readonly kind: 'AugAssign';
  readonly target: Expression;
  readonly op: BinaryOperator;
  readonly value: Expression;
}
export interface AnnAssign extends Node {
  readonly kind: 'AnnAssign';
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
}
export interface For extends Node {
  readonly kind: 'For';
  readonly target: Expression;
  readonly iter: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
  readonly isAsync: boolean;
}
export interface While extends Node {
  readonly kind: 'While';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}
export interface If extends Node {
  readonly kind: 'If';
  readonly test: Expression;
  readonly body: readonly Statement[];
  /** `elif` is an `If` alone in here. */
  readonly orelse: readonly Statement[];
}
export interface WithItem {
  readonly context: Expression;
  readonly target: Expression | null;
}
export interface With extends Node {
  readonly kind: 'With';
  readonly items: readonly WithItem[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
}
export interface Raise extends Node {
  readonly kind: 'Raise';
  readonly exception: Expression | null;
  readonly cause: Expression | null;
}
export interface ExceptHandler extends Node {
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
  readonly isGroup: boolean;
}
export interface Try extends Node {
  readonly kind: 'Try';
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalbody: readonly Statement[];
}
export interface MatchCase extends Node {
  readonly pattern: Pattern;
  readonly guard: Expression | null;
  readonly body: readonly Statement[];
}
export interface Match extends Node {
  readonly kind: 'Match';
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}
export interface Assert extends Node {
  readonly kind: 'Assert';
  readonly test: Expression;
  readonly message: Expression | null;
}
export interface ImportAlias extends Node {
  readonly name: string;
  readonly asName: string | null;
}
export interface Import extends Node {
  readonly kind: 'Import';
  readonly names: readonly ImportAlias[];
}
export interface ImportFrom extends Node {
  readonly kind: 'ImportFrom';
  /** Dotted name behind the leading dots; empty for `from . import x`. */
  readonly module: string;
  /** The number of leading dots. */
  readonly level: number;
  /** `[{ name: '*' }]` for a star import. */
  readonly names: readonly ImportAlias[];
}
export interface Global extends Node {
  readonly kind: 'Global';
  readonly names: readonly string[];
}
export interface Nonlocal extends Node {
  readonly kind: 'Nonlocal';
  readonly names: readonly string[];
}
export interface TypeAlias extends Node {
  readonly kind: 'TypeAlias';
  readonly name: string;
  /** Names of `[T, *Ts, **P]`. */
  readonly typeParameters: readonly string[];
  readonly value: Expression;
}
export interface Expr extends Node {
  readonly kind: 'Expr';
  readonly value: Expression;
}
export interface Pass extends Node {
  readonly kind: 'Pass';
}
export interface Break extends Node {
  readonly kind: 'Break';
}
export interface Continue extends Node {
  readonly kind: 'Continue';
}
export interface ErrorStatement extends Node {
  readonly kind: 'ErrorStatement';
  readonly message: string;
}

// ---------------------------------------------------------------- patterns

export type Pattern =
  | (Node & { readonly kind: 'MatchValue'; readonly value: Expression })
  | (Node & { readonly kind: 'MatchSequence'; readonly patterns: readonly Pattern[] })
  | (Node & {
      readonly kind: 'MatchMapping';
      readonly entries: readonly { readonly key: Expression; readonly pattern: Pattern }[];
      readonly rest: string | null;
    })
  | (Node & {
      readonly kind: 'MatchClass';
      readonly cls: Expression;
      readonly patterns: readonly Pattern[];
      readonly keywords: readonly { readonly name: string; readonly pattern: Pattern }[];
    })
  | (Node & { readonly kind: 'MatchStar'; readonly name: string | null })
  | (Node & { readonly kind: 'MatchAs'; readonly pattern: Pattern | null; readonly name: string | null })
  | (Node & { readonly kind: 'MatchOr'; readonly patterns: readonly Pattern[] });

// ---------------------------------------------------------------- expressions

export type Expression =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | Dict
  | SetDisplay
  | Comprehension
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | ListDisplay
  | Tuple
  | Slice
  | ErrorExpression;

export type BinaryOperator = '+' | '-' | '*' | '@' | '/' | '%' | '**' | '<<' | '>>' | '|' | '^' | '&' | '//';
export type UnaryOperator = '~' | 'not' | '+' | '-';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';

export interface BoolOp extends Node {
  readonly kind: 'BoolOp';
  readonly op: 'and' | 'or';
  readonly values: readonly Expression[];
}
export interface NamedExpr extends Node {
  readonly kind: 'NamedExpr';
  readonly target: Name;
  readonly value: Expression;
}
export interface BinOp extends Node {
  readonly kind: 'BinOp';
  readonly left: Expression;
  readonly op: BinaryOperator;
  readonly right: Expression;
}
export interface UnaryOp extends Node {
  readonly kind: 'UnaryOp';
  readonly op: UnaryOperator;
  readonly operand: Expression;
}
export interface Lambda extends Node {
  readonly kind: 'Lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}
export interface IfExp extends Node {
  readonly kind: 'IfExp';
  readonly test: Expression;
  readonly body: Expression;
  readonly orelse: Expression;
}
export interface Dict extends Node {
  readonly kind: 'Dict';
  /** `key` is null for `**mapping`. */
  readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
}
export interface SetDisplay extends Node {
  readonly kind: 'Set';
  readonly elements: readonly Expression[];
}
export interface ComprehensionFor {
  readonly target: Expression;
  readonly iter: Expression;
  readonly ifs: readonly Expression[];
  readonly isAsync: boolean;
}
export interface Comprehension extends Node {
  readonly kind: 'Comprehension';
  readonly result: 'list' | 'set' | 'generator' | 'dict';
  /** The key for `dict`, else the element. */
  readonly element: Expression;
  /** The value for `dict`, else null. */
  readonly value: Expression | null;
  readonly generators: readonly ComprehensionFor[];
}
export interface Await extends Node {
  readonly kind: 'Await';
  readonly value: Expression;
}
export interface Yield extends Node {
  readonly kind: 'Yield';
  readonly value: Expression | null;
}
export interface YieldFrom extends Node {
  readonly kind: 'YieldFrom';
  readonly value: Expression;
}
export interface Compare extends Node {
  readonly kind: 'Compare';
  readonly left: Expression;
  readonly ops: readonly CompareOperator[];
  readonly comparators: readonly Expression[];
}
export interface Keyword extends Node {
  /** Null for `**mapping`. */
  readonly name: string | null;
  readonly value: Expression;
}
export interface Call extends Node {
  readonly kind: 'Call';
  readonly func: Expression;
  /** `*iterable` is a `Starred`. */
  readonly args: readonly Expression[];
  readonly keywords: readonly Keyword[];
}
export interface JoinedStr extends Node {
  readonly kind: 'JoinedStr';
  readonly parts: readonly (string | FormattedValue)[];
}
export interface FormattedValue {
  readonly value: Expression;
  readonly conversion: 'r' | 's' | 'a' | null;
  readonly format: JoinedStr | null;
  /** The text of `{value=}` before the value, else the empty string. */
  readonly debugText: string;
}
/** Adjacent string literals are already joined; `value` is decoded. */
export interface Constant extends Node {
  readonly kind: 'Constant';
  readonly value:
    | { readonly type: 'str'; readonly value: string }
    | { readonly type: 'bytes'; readonly value: Uint8Array }
    | { readonly type: 'int'; readonly value: bigint }
    | { readonly type: 'float'; readonly value: number }
    | { readonly type: 'complex'; readonly imaginary: number }
    | { readonly type: 'bool'; readonly value: boolean }
    | { readonly type: 'none' }
    | { readonly type: 'ellipsis' };
}
export interface Attribute extends Node {
  readonly kind: 'Attribute';
  readonly value: Expression;
  readonly attr: string;
  readonly attrRange: TextRange;
}
export interface Subscript extends Node {
  readonly kind: 'Subscript';
  readonly value: Expression;
  readonly slice: Expression;
}
export interface Starred extends Node {
  readonly kind: 'Starred';
  readonly value: Expression;
}
export interface Name extends Node {
  readonly kind: 'Name';
  readonly id: string;
}
export interface ListDisplay extends Node {
  readonly kind: 'List';
  readonly elements: readonly Expression[];
}
export interface Tuple extends Node {
  readonly kind: 'Tuple';
  readonly elements: readonly Expression[];
}
export interface Slice extends Node {
  readonly kind: 'Slice';
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}
export interface ErrorExpression extends Node {
  readonly kind: 'ErrorExpression';
  readonly message: string;
}
