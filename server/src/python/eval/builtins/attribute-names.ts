/** Which attributes Python's builtin types have, emulated here or not. From `dir()` of Python 3.11. */
import type { Runtime } from '../runtime.ts';
import type { Origin } from '../../../util/text-range.ts';
import type { Value } from '../value.ts';

/** What every object has. */
const ofObject = new Set(
  (
    '__doc__ __delattr__ __dir__ __eq__ __format__ __ge__ __getattribute__ __getstate__ __gt__ __init__ ' +
    '__init_subclass__ __le__ __lt__ __ne__ __new__ __reduce__ __reduce_ex__ __repr__ __setattr__ ' +
    '__sizeof__ __str__ __subclasshook__'
  ).split(' '),
);

const names: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    str:
      '__add__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mod__ __mul__ __rmod__ __rmul__ ' +
      'capitalize casefold center count encode endswith expandtabs find format format_map index isalnum ' +
      'isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper ' +
      'join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust ' +
      'rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill',
    bytes:
      '__add__ __bytes__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mod__ __mul__ __rmod__ ' +
      '__rmul__ capitalize center count decode endswith expandtabs find fromhex hex index isalnum isalpha ' +
      'isascii isdigit islower isspace istitle isupper join ljust lower lstrip maketrans partition ' +
      'removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines ' +
      'startswith strip swapcase title translate upper zfill',
    int:
      '__abs__ __add__ __and__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__ __getnewargs__ ' +
      '__index__ __int__ __invert__ __lshift__ __mod__ __mul__ __neg__ __or__ __pos__ __pow__ __radd__ ' +
      '__rand__ __rdivmod__ __rfloordiv__ __rlshift__ __rmod__ __rmul__ __ror__ __round__ __rpow__ ' +
      '__rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __sub__ __truediv__ __trunc__ __xor__ ' +
      'as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag numerator real to_bytes',
    float:
      '__abs__ __add__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__ __getformat__ ' +
      '__getnewargs__ __int__ __mod__ __mul__ __neg__ __pos__ __pow__ __radd__ __rdivmod__ __rfloordiv__ ' +
      '__rmod__ __rmul__ __round__ __rpow__ __rsub__ __rtruediv__ __sub__ __truediv__ __trunc__ ' +
      'as_integer_ratio conjugate fromhex hex imag is_integer real',
    list:
      '__add__ __class_getitem__ __contains__ __delitem__ __getitem__ __iadd__ __imul__ __iter__ __len__ ' +
      '__mul__ __reversed__ __rmul__ __setitem__ append clear copy count extend index insert pop remove ' +
      'reverse sort',
    tuple:
      '__add__ __class_getitem__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mul__ __rmul__ ' +
      'count index',
    dict:
      '__class_getitem__ __contains__ __delitem__ __getitem__ __ior__ __iter__ __len__ __or__ __reversed__ ' +
      '__ror__ __setitem__ clear copy fromkeys get items keys pop popitem setdefault update values',
    set:
      '__and__ __class_getitem__ __contains__ __iand__ __ior__ __isub__ __iter__ __ixor__ __len__ __or__ ' +
      '__rand__ __ror__ __rsub__ __rxor__ __sub__ __xor__ add clear copy difference difference_update ' +
      'discard intersection intersection_update isdisjoint issubset issuperset pop remove ' +
      'symmetric_difference symmetric_difference_update union update',
    frozenset:
      '__and__ __class_getitem__ __contains__ __iter__ __len__ __or__ __rand__ __ror__ __rsub__ __rxor__ ' +
      '__sub__ __xor__ copy difference intersection isdisjoint issubset issuperset symmetric_difference ' +
      'union',
    range: '__bool__ __contains__ __getitem__ __iter__ __len__ __reversed__ count index start step stop',
    function:
      '__annotations__ __builtins__ __call__ __closure__ __code__ __defaults__ __get__ __globals__ ' +
      '__kwdefaults__ __name__ __qualname__',
    builtin_function_or_method: '__call__ __name__ __qualname__ __self__ __text_signature__',
    method: '__call__ __func__ __self__',
    property:
      '__delete__ __get__ __isabstractmethod__ __set__ __set_name__ deleter fdel fget fset getter setter',
    BaseException:
      '__cause__ __context__ __setstate__ __suppress_context__ __traceback__ add_note args with_traceback',
    type:
      '__abstractmethods__ __annotations__ __base__ __bases__ __basicsize__ __call__ __dictoffset__ ' +
      '__flags__ __instancecheck__ __itemsize__ __mro__ __name__ __or__ __prepare__ __qualname__ __ror__ ' +
      '__subclasscheck__ __subclasses__ __text_signature__ __weakrefoffset__ mro',
  }).map(([type, list]) => [type, new Set(list.split(' '))]),
);

/**
 * For an attribute that the value has in Python and that is not emulated: an Unknown that says so, so that it is not
 * taken for missing. Null for one that Python does not have either.
 */
export function unmodelledAttribute(rt: Runtime, value: Value, name: string, site: Origin): Value | null {
  if (value.kind === 'module' || value.kind === 'super') return null;
  const type = rt.typeOf(value);
  const owner = value.kind === 'class' ? value : type;
  const has =
    ofObject.has(name) ||
    [...owner.mro, ...(value.kind === 'class' ? type.mro : [])].some(
      (ancestor) => ancestor.module === 'builtins' && names[ancestor.name]?.has(name) === true,
    );
  return has ? rt.unknown(`Retort does not know \`${name}\` of \`${owner.name}\``, site) : null;
}
