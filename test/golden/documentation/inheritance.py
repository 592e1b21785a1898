"""Inheritance: joined with relationships, single with shared columns and abstract identities, concrete in every form."""

from __future__ import annotations

from datetime import datetime
from typing import List

from sqlalchemy import Column, ForeignKey, Integer, String, Table
from sqlalchemy.ext.declarative import AbstractConcreteBase, ConcreteBase
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, polymorphic_union, registry, relationship


class Base(DeclarativeBase):
    pass


class Company(Base):
    __tablename__ = "j_companies"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    staff: Mapped[List[Staff]] = relationship(back_populates="company")
    bosses: Mapped[List[Boss]] = relationship(back_populates="led", foreign_keys="Boss.led_id")


class Staff(Base):
    __tablename__ = "j_staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type: Mapped[str]
    company_id: Mapped[int] = mapped_column(ForeignKey("j_companies.id"))
    company: Mapped[Company] = relationship(back_populates="staff")
    __mapper_args__ = {"polymorphic_identity": "staff", "polymorphic_on": "type"}

    def __repr__(self):
        return f"{self.__class__.__name__}({self.name!r})"


class Boss(Staff):
    __tablename__ = "j_bosses"
    id: Mapped[int] = mapped_column(ForeignKey("j_staff.id"), primary_key=True)
    title: Mapped[str]
    led_id: Mapped[int] = mapped_column(ForeignKey("j_companies.id"))
    led: Mapped[Company] = relationship(back_populates="bosses", foreign_keys=led_id)
    __mapper_args__ = {"polymorphic_identity": "boss"}


class Clerk(Staff):
    __tablename__ = "j_clerks"
    id: Mapped[int] = mapped_column(ForeignKey("j_staff.id"), primary_key=True)
    desk: Mapped[str]
    __mapper_args__ = {"polymorphic_identity": "clerk"}


class Firm(Base):
    __tablename__ = "s_firms"
    id = Column(Integer, primary_key=True)
    chiefs: Mapped[List[Chief]] = relationship(foreign_keys="Hand.firm_id")
    makers: Mapped[List[Maker]] = relationship(foreign_keys="Maker.budget_id")


class Hand(Base):
    __tablename__ = "s_hands"
    id: Mapped[int] = mapped_column(primary_key=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("s_firms.id"))
    name: Mapped[str]
    type: Mapped[str]
    __mapper_args__ = {"polymorphic_on": "type"}


class Chief(Hand):
    background: Mapped[str] = mapped_column(nullable=True)
    __mapper_args__ = {"polymorphic_abstract": True}


class Maker(Hand):
    skills: Mapped[str] = mapped_column(nullable=True)
    budget_id: Mapped[int] = mapped_column(ForeignKey("s_firms.id"), nullable=True)
    __mapper_args__ = {"polymorphic_abstract": True}


class Head(Chief):
    __mapper_args__ = {"polymorphic_identity": "head"}


class Smith(Maker):
    __mapper_args__ = {"polymorphic_identity": "smith"}
    start: Mapped[datetime] = mapped_column(nullable=True, use_existing_column=True)


class Potter(Maker):
    __mapper_args__ = {"polymorphic_identity": "potter"}
    start: Mapped[datetime] = mapped_column(nullable=True, use_existing_column=True)


class Ended:
    ended: Mapped[datetime] = mapped_column(nullable=True, use_existing_column=True)


class Retired(Ended, Head):
    __mapper_args__ = {"polymorphic_identity": "retired"}


class Dismissed(Ended, Head):
    __mapper_args__ = {"polymorphic_identity": "dismissed"}


class Animal(Base):
    __tablename__ = "c_animals"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))


class Cat(Animal):
    __tablename__ = "c_cats"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    lives = mapped_column(String(50))
    __mapper_args__ = {"concrete": True}


class Plant(ConcreteBase, Base):
    __tablename__ = "c_plants"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    company_id = mapped_column(ForeignKey("j_companies.id"))
    company = relationship("Company")
    __mapper_args__ = {"polymorphic_identity": "plant", "concrete": True}


class Rose(Plant):
    __tablename__ = "c_roses"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    thorns = mapped_column(String(40))
    company_id = mapped_column(ForeignKey("j_companies.id"))
    company = relationship("Company")
    __mapper_args__ = {"polymorphic_identity": "rose", "concrete": True}


class Mineral(Base):
    __abstract__ = True


class Quartz(Mineral):
    __tablename__ = "c_quartz"
    id = mapped_column(Integer, primary_key=True)
    clarity = mapped_column(String(40))


class Tool(AbstractConcreteBase, Base):
    strict_attrs = True
    name = mapped_column(String(50))


class Hammer(Tool):
    __tablename__ = "c_hammers"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50))
    weight = mapped_column(String(40))
    __mapper_args__ = {"polymorphic_identity": "hammer", "concrete": True}


class Saw(Tool):
    __tablename__ = "c_saws"
    id = mapped_column(Integer, primary_key=True)
    teeth = mapped_column(String(40))
    __mapper_args__ = {"polymorphic_identity": "saw", "concrete": True}


drinks = Table("c_drinks", Base.metadata, Column("id", Integer, primary_key=True), Column("name", String(50)))
teas = Table(
    "c_teas",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(50)),
    Column("leaf", String(50)),
)
wines = Table(
    "c_wines",
    Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(50)),
    Column("grape", String(50)),
)
joined = polymorphic_union({"drink": drinks, "tea": teas, "wine": wines}, "type", "pjoin")


class Drink(Base):
    __table__ = drinks
    __mapper_args__ = {
        "polymorphic_on": joined.c.type,
        "with_polymorphic": ("*", joined),
        "polymorphic_identity": "drink",
    }


class Tea(Drink):
    __table__ = teas
    __mapper_args__ = {"polymorphic_identity": "tea", "concrete": True}


two = polymorphic_union({"tea": teas, "wine": wines}, "type", "two")
mapper_registry = registry()


class Beverage:
    def __init__(self, **kw):
        for k in kw:
            setattr(self, k, kw[k])


class Wine(Beverage):
    pass


beverage_mapper = mapper_registry.map_imperatively(
    Beverage, two, with_polymorphic=("*", two), polymorphic_on=two.c.type
)
wine_mapper = mapper_registry.map_imperatively(
    Wine, wines, inherits=beverage_mapper, concrete=True, polymorphic_identity="wine"
)

Base.registry.configure()
