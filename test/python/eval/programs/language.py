
out = []
def show(x): out.append(repr(x))
show(1 + 2 * 3 - 4 // 3 % 5)
show([i * 2 for i in range(5) if i % 2])
show({k: v for k, v in zip("abc", range(3))})
show("%s-%d-%5.2f|%-5s|%05d" % ("a", 3, 2.5, "x", 42))
show("{0} {name!r:>10} {x[0]} {:>3}".format(1, 2, name="n", x=[7]) if False else "{} {name!r:>10} {x[0]}".format(1, name="n", x=[7]))
x = 3.14159
show(f"{x:.2f} {x!r} {x=} {1000000:,} {255:#x} {0.5:%} {'a':^5}|{'b':*<4}")
class A:
    z = 1
    def __init__(self, a, *, b=2): self.a = a; self.b = b
    def __repr__(self): return f"A({self.a}, {self.b})"
    @property
    def p(self): return self.a + 1
    @classmethod
    def make(cls, v): return cls(v)
    @staticmethod
    def s(v): return v * 2
    def __eq__(self, o): return isinstance(o, A) and self.a == o.a
    def __add__(self, o): return A(self.a + (o.a if isinstance(o, A) else o))
    def __radd__(self, o): return A(o + self.a)
    def __getitem__(self, i): return i
    def __contains__(self, i): return i == 3
class B(A):
    def __init__(self, a): super().__init__(a, b=9)
    def __repr__(self): return "B" + super().__repr__()
show(B(4)); show(A.make(3).p); show(B.make(3)); show(A.s("x")); show(A(1) == A(1)); show(A(1) != A(2)); show(A(1) + 2); show(5 + A(1)); show(A(1)[1:2]); show(3 in A(1))
show(B.__mro__[1].__name__)
def gen(n):
    for i in range(n):
        yield i
    yield from "xy"
show(list(gen(3)))
def inf():
    i = 0
    while True:
        yield i
        i += 1
r = []
for q in inf():
    if q > 3: break
    r.append(q)
show(r)
try:
    {}["k"]
except KeyError as e:
    show(e); show(str(e))
try:
    1 / 0
except (ValueError, ZeroDivisionError) as e:
    show(e)
finally:
    show("fin")
def f(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, kw)
show(f(1, c=3)); show(f(1, 2, 3, 4, c=5, e=6)); show(f(*[1, 2], **{"c": 3}))
try: f()
except TypeError as e: show(str(e))
try: f(1, 2, c=1, a=3)
except TypeError as e: show(str(e))
a, *b, c = range(5); show((a, b, c))
show(sorted(["b", "a", "C"], key=str.lower, reverse=True)); show(sorted([3, 1, 2]))
show(", ".join(map(str, [1, 2]))); show(max(3, 1, 2)); show(min([4, 2], key=lambda v: -v)); show(sum([1, 2.5]))
match {"k": [1, 2, 3]}:
    case {"k": [1, *rest]}: show(rest)
    case _: show("no")
show("a,b,,c".split(",")); show(" a  b ".split()); show("abc"[::-1]); show("Hello".replace("l", "L", 1)); show("x".zfill(3)); show("a_b_c".title())
show(10 ** 20); show(-7 // 2); show(-7 % 3); show(2 ** -1); show(1e16); show(1e-5); show(0.1 + 0.2); show(1.0); show(round(2.5)); show(round(2.675, 2))
show({1, 2} | {3}); show(frozenset([1])); show((1,)); show({}); show(set()); show(b"a\x00"); show('it\'s "q"'); show("tab\t\u00e9\u200b")
show(isinstance(True, int)); show(type(1).__name__); show(type(A(1)) is A); show(issubclass(B, A)); show(getattr(A, "nope", 5)); show(hasattr(A, "z"))
C = type("C", (A,), {"z": 7}); show(C(1).z); show(C.__name__)
show([*range(3), *"ab"]); show({**{"a": 1}, "b": 2}); show((lambda v=1: v + 1)()); show(1 < 2 < 3); show(not []); show(None or "d"); show(0 and 1)
d = {"a": 1}; d.setdefault("b", []).append(1); d.update(c=3); show(d); show(list(d.items())); show(d.pop("a")); show("a" in d)
with_log = []
class CM:
    def __enter__(self): with_log.append("in"); return self
    def __exit__(self, *a): with_log.append("out"); return True
with CM() as cm:
    raise ValueError("x")
show(with_log)
class Meta(type):
    def __new__(mcs, name, bases, ns, **kw):
        ns["added"] = name
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.inited = True
    def hello(cls): return cls.__name__
class M(metaclass=Meta): pass
class N(M): pass
show(N.added); show(N.inited); show(N.hello())
class D:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner): return self if obj is None else "got " + self.name
class E:
    d = D()
show(E().d)
class Sub:
    subs = []
    def __init_subclass__(cls, flag=None, **kw): Sub.subs.append((cls.__name__, flag))
class S1(Sub, flag=3): pass
show(Sub.subs)
def deco(fn):
    def inner(*a, **k): return ("deco", fn(*a, **k))
    return inner
@deco
def g(v): return v
show(g(1))
n = 0
def counter():
    global n
    n += 1
    def inner():
        nonlocal_v = n
        return nonlocal_v
    return inner()
show(counter()); show(n)
x = [3, 1]; x.sort(); x += [5]; x.extend((6,)); x.insert(0, 0); del x[1]; show(x)
show([1, 2] < [1, 3]); show("a" < "b"); show((1, "a") == (1, "a")); show([1] == (1,))
show(str(None)); show(int("12")); show(float("1.5")); show(bool("")); show(list("ab")); show(tuple([1])); show(dict([("a", 1)])); show(dict(a=1))
i = 0
while i < 3:
    i += 1
    if i == 2: continue
else:
    show("else")
show([y for x in [[1, 2], [3]] for y in x]); show(any(v > 2 for v in [1, 3])); show(all([])); show(next(iter([5]))); show(list(enumerate("ab", 1))); show(list(reversed([1, 2]))); show(list(filter(None, [0, 1])))
print("ignored")
if (w := 5) > 3: show(w)
class P:
    _v = 1
    @property
    def v(self): return self._v
    @v.setter
    def v(self, val): self._v = val * 2
p = P(); p.v = 5; show(p.v); show(p.__dict__)
class Str(str):
    def shout(self): return self.upper() + "!"
show(Str("a").shout()); show(Str("a") + "b"); show(Str("a") == "a"); show({"a": 1}[Str("a")])
class Err(Exception):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
try:
    try: raise Err(3)
    except Err as e: raise RuntimeError("wrapped") from e
except RuntimeError as e: show((str(e), e.__cause__.code, repr(e.__cause__)))
show(repr(range(0, 3))); show("x" * 3); show([0] * 3); show(3 * (1,)); show(5 & 3 | 8 ^ 2); show(~5); show(1 << 4)
show("abc".center(9, "*")); show("%(a)s %%" % {"a": 1}); show("%r" % ("q",)); show("{:>{w}}".format("a", w=4)); show(f"{'nested'!s:>{10}}")
show(0 if None else 1); show([i for i in range(10)][2:8:2]); show(type(None)); show(A); show(len("é😀"))


class Response:
    def __init__(self, status, inner=None):
        self.status = status
        self.inner = inner


def keyword_patterns(value):
    match value:
        case Response(status=400 as status, inner=Response(status=-1) as inner):
            return (status, inner.status)
        case Response(status=(1 | 2) as status, inner=inner):
            return (status, inner)
        case Response() as response:
            return response.status


for value in [Response(400, Response(-1)), Response(2), Response(400), 5]:
    out.append(repr(keyword_patterns(value)))
