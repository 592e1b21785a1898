import os, os.path as osp, enum, sys, logging
from typing import Optional, List, Union, TYPE_CHECKING, NamedTuple, Any
from datetime import datetime, timedelta, date, timezone
from enum import Enum, IntEnum, Flag, auto
from functools import partial, wraps, lru_cache, reduce
from collections import OrderedDict, defaultdict, namedtuple, Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from contextlib import contextmanager, suppress
from textwrap import dedent, indent
from itertools import chain, product, islice, count, groupby
from decimal import Decimal
from pathlib import Path
import json, uuid, copy, string, operator, abc
out = []
def show(x): out.append(repr(x))
class Color(Enum):
    RED = 1
    GREEN = "g"
    ALIAS = 1
    def lower(self): return self.name.lower()
show(Color.RED); show(str(Color.RED)); show(Color("g")); show(Color["RED"]); show([c.name for c in Color]); show(Color.ALIAS is Color.RED); show(Color.GREEN.lower()); show(len(Color)); show(Color.RED == Color.RED); show(list(Color.__members__))
class S(str, Enum):
    A = "a"
    B = auto()
show(S.A == "a"); show(S.A.value); show(f"{S.A}"); show(S.A.upper()); show(S.A); show(S.B); show({"a": 1}[S.A]); show("a" in [s.value for s in S]); show(isinstance(S.A, str))
class I(IntEnum):
    X = 1
    Y = auto()
show(I.Y + 1); show(str(I.Y)); show(I.X < I.Y); show(I(2)); show(f"{I.X}")
class F(Flag):
    R = auto()
    W = auto()
    X = auto()
show((F.R | F.X).value); show(F.W.value); show(F.X in (F.R | F.X))
class SE(enum.StrEnum):
    HELLO = auto()
show(SE.HELLO); show(str(SE.HELLO)); show(SE.HELLO + "x")
class Planet(Enum):
    EARTH = (1, 2)
    def __init__(self, a, b): self.a = a; self.b = b
show(Planet.EARTH.b); show(Planet.EARTH.value)
try: Color("zz")
except ValueError as e: show(str(e))
Dyn = Enum("Dyn", "A B"); show(Dyn.B.value); show(list(Dyn))
show(datetime(2020, 1, 2)); show(datetime(2020, 1, 2, 3, 4).isoformat()); show(str(date(2020, 1, 2))); show(timedelta(days=1, hours=2).total_seconds()); show(timedelta(days=1, hours=2)); show(datetime(2020, 12, 31) + timedelta(days=1)); show((datetime(2020, 1, 2) - datetime(2020, 1, 1)).days); show(date(2020, 1, 2) < date(2021, 1, 1)); show(datetime(2020,1,1,tzinfo=timezone.utc).isoformat())
def add(a, b=0): return a + b
show(partial(add, 1)(b=2)); show(reduce(add, [1, 2, 3]))
@lru_cache(maxsize=None)
def cached(x): return x
show(cached(3))
def d(fn):
    @wraps(fn)
    def w(*a): return fn(*a)
    return w
@d
def named(): "doc"
show(named.__name__); show(named.__doc__)
dd = defaultdict(list); dd["a"].append(1); show(dd["a"]); show(dict(dd)); show(isinstance(dd, dict))
P = namedtuple("P", "x y"); p = P(1, y=2); show(p); show(p.x); show(p._replace(x=5)); a, b = p; show((a, b)); show(p == (1, 2)); show(p._asdict())
class NT(NamedTuple):
    a: int
    b: str = "z"
show(NT(1)); show(NT(1).b)
@dataclass
class DC:
    a: int
    b: List[int] = field(default_factory=list)
    c: str = "x"
show(DC(1)); show(DC(1, c="y") == DC(1, [], "y")); show(DC(2).b)
@dataclass
class DD(DC):
    e: int = 4
log = []
@contextmanager
def cm(v):
    log.append("in")
    try:
        yield v
    finally:
        log.append("out")
with cm(3) as v: log.append(v)
show(log)
def early():
    with cm(1):
        return "ret"
show(early()); show(log)
try:
    with cm(2): raise ValueError("boom")
except ValueError as e: show(str(e))
show(log)
with suppress(KeyError): {}["x"]
show(dedent("""
    a
      b
    c
""")); show(indent("a\nb", "  "))
show(list(chain([1], [2]))); show(list(product("ab", [1, 2]))); show(list(islice(count(5), 3))); show([(k, list(g)) for k, g in groupby([1, 1, 2])])
show(Decimal("1.10")); show(str(Decimal("1.10"))); show(json.dumps({"a": [1, None, True, "é"]})); show(json.dumps({"b": 1, "a": 2.5}, indent=2, sort_keys=True)); show(json.loads('{"a": [1, "x"]}'))
show(os.path.join("a", "b", "/c", "d")); show(osp.dirname("/a/b.py")); show(osp.splitext("x.tar.gz")); show(osp.normpath("/a/../b/./c")); show(osp.basename("/a/b"))
show(str(Path("/a") / "b" / "c.txt")); show(Path("/a/b.txt").stem); show(Path("/a/b").parent.name); show(Path("/a/b/c").parents[1])
show(uuid.UUID("12345678123456781234567812345678")); show(string.ascii_lowercase); show(copy.deepcopy([1, [2]])); show(sorted([{"a": 2}, {"a": 1}], key=operator.itemgetter("a")))
show(TYPE_CHECKING)
class Ab(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
class Impl(Ab):
    def f(self): return 1
show(Impl().f()); show(Counter("aab")["a"])
logging.getLogger(__name__).info("x %s", 1)
from typing import NamedTuple
class Pair(NamedTuple("_Pair", [("a", int), ("b", str)])):
    def __new__(cls, a, b="x"):
        return super().__new__(cls, a, b)
out.append(repr([Pair(1).b, Pair(2, b="y")[1], Pair._fields]))
import contextlib, inspect
class Quiet(contextlib.ContextDecorator):
    def __enter__(self): return self
    def __exit__(self, *a): return False
@Quiet()
def doubled(x): return x * 2
out.append(repr([doubled(4), doubled.__class__.__name__, [c.__name__ for c in inspect.getmro(Quiet)][:2], len.__class__.__name__]))
from typing import Optional as Opt
from typing import TypeVar
V = TypeVar("V")
out.append(repr([(Opt[int] | V) is not None, len((int | V).__args__)]))

import collections
import enum
import json


class Endpoint(enum.IntFlag):
    NONE = 0
    DOCS = enum.auto()
    REDOC = enum.auto()
    INVOKE = enum.auto()
    DOC = DOCS | REDOC
    ALL = DOC | INVOKE


out.append(repr([int(Endpoint.DOCS), int(Endpoint.INVOKE), int(Endpoint.DOC), int(Endpoint.ALL)]))

Point = collections.namedtuple("Point", "x y")
out.append(repr(Point._make([1, 2])))


class Encoder(json.JSONEncoder):
    def default(self, value):
        return str(value)


out.append(repr(Encoder(sort_keys=True).default(5)))

from datetime import timedelta
from pathlib import Path
from string import Formatter

out.append(repr([timedelta(hours=3) / 2, timedelta(hours=3) // 7, timedelta(hours=3) / timedelta(hours=2)]))
out.append(repr(timedelta(days=1) // timedelta(hours=5)))


class Own(Formatter):
    pass


out.append(Own.__name__)

import logging


class OwnFormatter(logging.Formatter):
    pass


out.append(OwnFormatter(fmt="%(message)s").__class__.__name__)
