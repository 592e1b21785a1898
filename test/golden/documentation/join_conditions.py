"""Join conditions: several paths, own conditions, custom operators, overlapping keys, composite secondary, aliases."""

from __future__ import annotations

import datetime
from typing import Any, List

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    and_,
    cast,
    event,
    func,
    join,
    select,
)
from sqlalchemy.dialects.postgresql import CIDR, INET
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    aliased,
    foreign,
    mapped_column,
    registry,
    relationship,
    remote,
)


class Base(DeclarativeBase):
    pass


class Client(Base):
    __tablename__ = "clients"
    id = mapped_column(Integer, primary_key=True)
    billing_id = mapped_column(Integer, ForeignKey("places.id"))
    shipping_id = mapped_column(Integer, ForeignKey("places.id"))

    billing = relationship("Place", foreign_keys=[billing_id])
    shipping = relationship("Place", foreign_keys="[Client.shipping_id]")
    shipping_too = relationship("Place", foreign_keys="Client.shipping_id", viewonly=True)
    in_boston = relationship(
        "Place", primaryjoin="and_(Client.billing_id==Place.id, Place.city=='Boston')", viewonly=True
    )


class Place(Base):
    __tablename__ = "places"
    id = mapped_column(Integer, primary_key=True)
    city = mapped_column(String)


class Host(Base):
    __tablename__ = "hosts"
    id = mapped_column(Integer, primary_key=True)
    ip = mapped_column(INET)
    content = mapped_column(String(50))
    parent = relationship("Host", primaryjoin=ip == cast(content, INET), foreign_keys=content, remote_side=ip)
    marked = relationship("Host", primaryjoin=remote(ip) == cast(foreign(content), INET), viewonly=True)


class Ip(Base):
    __tablename__ = "ips"
    id = mapped_column(Integer, primary_key=True)
    v4 = mapped_column(INET)
    network = relationship("Net", primaryjoin="Ip.v4.bool_op('<<')(foreign(Net.v4))", viewonly=True)


class Net(Base):
    __tablename__ = "nets"
    id = mapped_column(Integer, primary_key=True)
    v4 = mapped_column(CIDR)


class Magazine(Base):
    __tablename__ = "magazines"
    id = mapped_column(Integer, primary_key=True)


class Article(Base):
    __tablename__ = "articles"
    article_id = mapped_column(Integer)
    magazine_id = mapped_column(ForeignKey("magazines.id"))
    writer_id = mapped_column(Integer)

    magazine = relationship("Magazine")
    writer = relationship(
        "Writer",
        primaryjoin="and_(Writer.id == foreign(Article.writer_id), Writer.magazine_id == Article.magazine_id)",
    )
    __table_args__ = (
        PrimaryKeyConstraint("article_id", "magazine_id"),
        ForeignKeyConstraint(["writer_id", "magazine_id"], ["writers.id", "writers.magazine_id"]),
    )


class Writer(Base):
    __tablename__ = "writers"
    id = mapped_column(Integer, primary_key=True)
    magazine_id = mapped_column(ForeignKey("magazines.id"), primary_key=True)
    magazine = relationship("Magazine")


class Element(Base):
    __tablename__ = "elements"
    path = mapped_column(String, primary_key=True)
    descendants = relationship(
        "Element", primaryjoin=remote(foreign(path)).like(path.concat("/%")), viewonly=True, order_by=path
    )


edges = Table(
    "edges",
    Base.metadata,
    Column("left_id", Integer, ForeignKey("nodes.id"), primary_key=True),
    Column("right_id", Integer, ForeignKey("nodes.id"), primary_key=True),
)


class Node(Base):
    __tablename__ = "nodes"
    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    rights: Mapped[List["Node"]] = relationship(
        "Node",
        secondary=edges,
        primaryjoin=id == edges.c.left_id,
        secondaryjoin=id == edges.c.right_id,
        back_populates="lefts",
    )
    lefts: Mapped[List["Node"]] = relationship(
        "Node",
        secondary="edges",
        primaryjoin="Node.id==edges.c.right_id",
        secondaryjoin="Node.id==edges.c.left_id",
        back_populates="rights",
    )


class A(Base):
    __tablename__ = "a"
    id = mapped_column(Integer, primary_key=True)
    b_id = mapped_column(ForeignKey("b.id"))
    d = relationship(
        "D",
        secondary="join(B, D, B.d_id == D.id).join(C, C.d_id == D.id)",
        primaryjoin="and_(A.b_id == B.id, A.id == C.a_id)",
        secondaryjoin="D.id == B.d_id",
        uselist=False,
        viewonly=True,
    )


class B(Base):
    __tablename__ = "b"
    id = mapped_column(Integer, primary_key=True)
    d_id = mapped_column(ForeignKey("d.id"))
    a_id = mapped_column(ForeignKey("a.id", use_alter=True, name="fk_b_a"))


class C(Base):
    __tablename__ = "c"
    id = mapped_column(Integer, primary_key=True)
    a_id = mapped_column(ForeignKey("a.id"))
    d_id = mapped_column(ForeignKey("d.id"))


class D(Base):
    __tablename__ = "d"
    id = mapped_column(Integer, primary_key=True)


via = join(B, D, D.id == B.d_id).join(C, C.d_id == D.id)
b_via = aliased(B, via, flat=True)
A.b_via = relationship(b_via, primaryjoin=A.b_id == via.c.b_id, viewonly=True)

windowed = select(B, func.row_number().over(order_by=B.id, partition_by=B.a_id).label("index")).alias()
windowed_b = aliased(B, windowed)
A.first_bs = relationship(windowed_b, primaryjoin=and_(windowed_b.a_id == A.id, windowed.c.index < 10), viewonly=True)

b_late: Any = None
late_join: Any = None


class E(Base):
    __tablename__ = "e"
    id: Mapped[int] = mapped_column(primary_key=True)
    b_id: Mapped[int] = mapped_column(ForeignKey("b.id"))
    b: Mapped[B] = relationship(lambda: b_late, primaryjoin=lambda: E.b_id == late_join.c.b_id)


@event.listens_for(E, "before_mapper_configured")
def configure_relationship(mapper, cls):
    global b_late, late_join
    late_join = join(B, D, D.id == B.d_id)
    b_late = aliased(B, late_join, flat=True)


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    tasks: Mapped[list[Task]] = relationship()
    this_week: Mapped[list[Task]] = relationship(
        primaryjoin=lambda: and_(Person.id == Task.person_id, Task.day >= func.now() - datetime.timedelta(days=7)),
        viewonly=True,
    )

    @property
    def last_week(self) -> list[Task]:
        return [task for task in self.tasks if task.day]


class Task(Base):
    __tablename__ = "tasks"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str | None]
    day: Mapped[datetime.datetime] = mapped_column(server_default=func.now())
    person: Mapped[Person] = relationship(back_populates="tasks")


metadata_obj = MetaData()
reg = registry()
links = Table(
    "i_links",
    metadata_obj,
    Column("left_id", Integer, ForeignKey("i_nodes.id"), primary_key=True),
    Column("right_id", Integer, ForeignKey("i_nodes.id"), primary_key=True),
)
inodes = Table("i_nodes", metadata_obj, Column("id", Integer, primary_key=True), Column("label", String))


class INode:
    pass


reg.map_imperatively(
    INode,
    inodes,
    properties={
        "rights": relationship(
            INode,
            secondary=links,
            primaryjoin=inodes.c.id == links.c.left_id,
            secondaryjoin=inodes.c.id == links.c.right_id,
            backref="lefts",
        )
    },
)
