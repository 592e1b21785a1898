"""Names of a class's own, descriptors called by hand, and enums that are written as their values."""
from enum import ReprEnum

out = []


class Base:
    __kind = "base"

    def __init__(self):
        self.__count = 1

    def bump(self):
        self.__count += 1
        return self.__count, self.__kind

    def __secret(self):
        return "base secret"

    def tell(self):
        return self.__secret()


class _Derived(Base):
    __kind = "derived"
    __both = [__kind, __kind]

    def __secret(self):
        return "derived secret"

    def tell_both(self):
        return self.tell(), self.__secret(), self.__both, self.__class__.__name__


d = _Derived()
out.append(repr(d.bump()))
out.append(repr(d.tell_both()))
out.append(repr(sorted(name for name in dir(d) if "__" in name and not name.endswith("__"))))
try:
    d.__count
except AttributeError as error:
    out.append(repr(str(error)))


class classproperty(property):
    def __get__(self, obj, type=None):
        return self.fget.__get__(None, type)()


class WithProperties:
    label = "x"

    @classproperty
    @classmethod
    def of_class(cls):
        return cls.__name__, cls.label

    @classproperty
    @staticmethod
    def of_nothing():
        return "static"


class Inherits(WithProperties):
    label = "y"


out.append(repr((WithProperties.of_class, Inherits.of_class, Inherits.of_nothing)))


class Number(int, ReprEnum):
    one = 1
    two = 2


out.append(repr((str(Number.one), f"{Number.two}", Number(2), [x.value for x in Number])))
out.append(repr(sorted({"a", "b"} & {"a": 1, "c": 2}.keys())))
out.append(repr(sorted({"a"} | {"c": 2}.keys())))
out.append(repr(sorted({"a", "b"} - {"a": 1}.keys())))
out.append(repr(sorted({"a", "b"} ^ {"a": 1, "c": 2}.keys())))
