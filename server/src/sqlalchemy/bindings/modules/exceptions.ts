import type { ClassValue, InstanceValue, Interpreter, Value } from '../../../python/eval/value.ts';
import { nativeClass, str } from '../../../python/eval/native.ts';
import type { Origin } from '../../../util/text-range.ts';

/** `[class, base]`, bases first; a base that is not listed is a builtin exception. */
const tree: readonly (readonly [string, string])[] = [
  ['SQLAlchemyError', 'Exception'],
  ['ArgumentError', 'SQLAlchemyError'],
  ['DuplicateColumnError', 'ArgumentError'],
  ['ObjectNotExecutableError', 'ArgumentError'],
  ['NoSuchModuleError', 'ArgumentError'],
  ['NoForeignKeysError', 'ArgumentError'],
  ['AmbiguousForeignKeysError', 'ArgumentError'],
  ['CircularDependencyError', 'SQLAlchemyError'],
  ['CompileError', 'SQLAlchemyError'],
  ['UnsupportedCompilationError', 'CompileError'],
  ['IdentifierError', 'SQLAlchemyError'],
  ['DisconnectionError', 'SQLAlchemyError'],
  ['TimeoutError', 'SQLAlchemyError'],
  ['InvalidRequestError', 'SQLAlchemyError'],
  ['NoInspectionAvailable', 'InvalidRequestError'],
  ['PendingRollbackError', 'InvalidRequestError'],
  ['ResourceClosedError', 'InvalidRequestError'],
  ['NoSuchColumnError', 'InvalidRequestError'],
  ['NoResultFound', 'InvalidRequestError'],
  ['MultipleResultsFound', 'InvalidRequestError'],
  ['NoReferenceError', 'InvalidRequestError'],
  ['NoReferencedTableError', 'NoReferenceError'],
  ['NoReferencedColumnError', 'NoReferenceError'],
  ['NoSuchTableError', 'InvalidRequestError'],
  ['UnreflectableTableError', 'InvalidRequestError'],
  ['UnboundExecutionError', 'InvalidRequestError'],
  ['StatementError', 'SQLAlchemyError'],
  ['DBAPIError', 'StatementError'],
  ['InterfaceError', 'DBAPIError'],
  ['DatabaseError', 'DBAPIError'],
  ['DataError', 'DatabaseError'],
  ['OperationalError', 'DatabaseError'],
  ['IntegrityError', 'DatabaseError'],
  ['InternalError', 'DatabaseError'],
  ['ProgrammingError', 'DatabaseError'],
  ['NotSupportedError', 'DatabaseError'],
  ['SADeprecationWarning', 'DeprecationWarning'],
  ['MovedIn20Warning', 'SADeprecationWarning'],
  ['SAWarning', 'RuntimeWarning'],
];

const made = new WeakMap<Interpreter, Readonly<Record<string, ClassValue>>>();

/** The classes of `sqlalchemy.exc`, below this interpreter's builtin exceptions. */
export function exceptionClasses(interpreter: Interpreter): Readonly<Record<string, Value>> {
  let classes = made.get(interpreter);
  if (classes === undefined) {
    const all: Record<string, ClassValue> = {};
    for (const [name, base] of tree) {
      const parent = all[base] ?? interpreter.builtin(base);
      all[name] = nativeClass({
        name,
        module: 'sqlalchemy.exc',
        bases: parent.kind === 'class' ? [parent] : [],
      });
    }
    classes = all;
    made.set(interpreter, classes);
  }
  return classes;
}

/** An exception of `sqlalchemy.exc` by its name, with a message. */
export function sqlalchemyException(
  interpreter: Interpreter,
  name: string,
  message: string,
  site: Origin,
): InstanceValue {
  const cls = exceptionClasses(interpreter)[name];
  const exception = cls === undefined ? undefined : interpreter.call(cls, [str(message)], new Map(), site);
  if (exception?.kind === 'instance') return exception;
  throw new Error(`there is no sqlalchemy.exc.${name}`);
}

/** Raises `sqlalchemy.exc.<name>` in the evaluated code. */
export function raiseError(interpreter: Interpreter, name: string, message: string, site: Origin): never {
  return interpreter.raiseInstance(sqlalchemyException(interpreter, name, message, site), site);
}
