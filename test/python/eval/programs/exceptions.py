out = []

e = ImportError("gone", name="x")
out.append(repr((e.msg, e.name, e.path, e.args, str(e))))
out.append(repr(ImportError("a", "b").msg))
out.append(repr(ModuleNotFoundError().msg))
out.append(repr(issubclass(BrokenPipeError, ConnectionError)))
out.append(repr([c.__name__ for c in ConnectionResetError.__mro__ if c is not object]))
out.append(repr([issubclass(c, OSError) for c in (IsADirectoryError, NotADirectoryError, InterruptedError, ChildProcessError, ProcessLookupError)]))
out.append(repr((issubclass(TabError, SyntaxError), issubclass(FloatingPointError, ArithmeticError), issubclass(UnicodeTranslateError, ValueError))))
try:
    raise SystemExit(3)
except BaseException as error:
    out.append(repr(error.code))
