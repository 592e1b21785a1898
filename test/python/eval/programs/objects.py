out=[]
class M(type):
    def __iter__(cls): return iter([1,2])
    @property
    def p(cls): return cls.__name__
    def __getattr__(cls, n): return n
    def __call__(cls, *a): 
        o = super().__call__(*a)
        return (o, "called")
class A(metaclass=M):
    def __init__(self, *a): self.a = a
out.append(repr(list(A))); out.append(A.p); out.append(A.zzz)
out.append(repr(A(1)[0].a))
class X:
    def __getattr__(self, n):
        if n.startswith("a"): return n
        raise AttributeError(n)
out.append(repr((X().abc, getattr(X(), "b", 3), hasattr(X(), "q"))))
def outer():
    x = 1
    def inc():
        nonlocal x
        x += 1
        return x
    return inc
i = outer(); i(); out.append(repr(i()))
class T(str):
    def __new__(cls, v, extra=None):
        s = super().__new__(cls, v.upper()); s.extra = extra; return s
out.append(repr((T("ab", 5), T("ab", 5).extra)))
class Sing:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
out.append(repr(Sing() is Sing()))
class L(list):
    def total(self): return sum(self)
l = L([1,2]); l.append(3); out.append(repr((l, l.total(), len(l), l == [1,2,3], l[0], [*l])))
class Dct(dict):
    def __getattr__(self, k): return self[k]
out.append(repr(Dct(a=1).a))
from functools import total_ordering
out.append(str(sorted({"b":1,"a":2}.items())))
out.append(repr({**{"x":1}} | {"y":2}))
def kw(**k): return k
out.append(repr(kw(**dict(a=1))))
try:
    raise KeyError("z")
except Exception as e:
    out.append(repr(e))
try:
    try: raise ValueError(1)
    except ValueError: raise
except ValueError as e: out.append(repr(e.args))
def fin():
    try: return 1
    finally: out.append("f")
out.append(repr(fin()))
for a in range(3):
    if a == 5: break
else: out.append("else")
g = (n for n in range(3)); out.append(repr((next(g), list(g))))
out.append(repr(" ".join(f"{k}={v!r}" for k, v in {"a": "b"}.items())))
out.append(repr(isinstance(3, (int, str)))); out.append(repr(int | None)); out.append(repr(list[int]))
class Cfg:
    class Inner: v = 3
    w = Inner.v + 1
    xs = [i for i in range(3)]
out.append(repr((Cfg.w, Cfg.Inner.v, Cfg.xs)))
out.append(Cfg.Inner.__qualname__)
class Base:
    registry = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Base.registry[cls.__name__] = cls
class Ch(Base): pass
out.append(repr(list(Base.registry)))
async def co(): return 1
x = "%s" % (1,); out.append(x + "%d items" % 3 + "%5.1f" % 2.25 + "%x" % 255 + "%-4s|" % "a" + "%+d" % 3)
out.append("{:,}".format(1234567) + "{:08.3f}".format(3.14159) + "{:>+6d}".format(5) + "{:e}".format(12345.678)+ "{:g}".format(0.00001234)+"{:.3}".format("abcdef") + "{:x}".format(255) + "{!r}".format("a"))
from typing import Generic, TypeVar
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, v): self.v = v
class IntBox(Box[int]): pass
out.append(repr([IntBox(3).v, Box[int].__origin__.__name__, [c.__name__ for c in IntBox.__mro__]]))
class Documented:
    @property
    def p(self):
        "of p"
        return 1
out.append(repr([Documented.p.__doc__, Documented.__doc__, Documented().p]))


class Meta(type):
    def __new__(mcs, name, bases, namespace, **kwargs):
        cls = super().__new__(mcs, name, bases, namespace, **kwargs)
        cls.place = (namespace["__module__"] == __name__, namespace["__qualname__"])
        return cls


class Made(metaclass=Meta):
    pass


class MadeBelow(Made):
    pass


out.append(repr([Made.place, MadeBelow.place, MadeBelow.__qualname__]))

globals()["written"] = 1
globals().update(also_written=2)
out.append(repr(written + also_written))
