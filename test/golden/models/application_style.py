"""A model file in the manner of an application: mixins, helpers, elements of its own, conventions."""

import enum
import uuid
from datetime import datetime, timezone
from functools import partial
from sqlalchemy import *
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.declarative import declared_attr
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import declarative_base, relationship, backref, column_property, deferred, synonym
from sqlalchemy.schema import UniqueConstraint
from sqlalchemy.sql import func, expression
from sqlalchemy.ext.compiler import compiles


class utcnow(expression.FunctionElement):
    type = DateTime()
    inherit_cache = True


@compiles(utcnow, "postgresql")
def pg_utcnow(element, compiler, **kw):
    return "TIMEZONE('utc', CURRENT_TIMESTAMP)"


@compiles(utcnow, "mssql")
def ms_utcnow(element, compiler, **kw):
    return "GETUTCDATE()"


@compiles(utcnow, "sqlite")
def lite_utcnow(element, compiler, **kw):
    return "CURRENT_TIMESTAMP"


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Base = declarative_base(metadata=metadata)
NotNull = partial(Column, nullable=False)


class Kind(str, enum.Enum):
    one = "1"
    two = "2"

    def __str__(self):
        return self.value


class TimestampMixin(object):
    @declared_attr
    def created_at(cls):
        return Column(DateTime, server_default=utcnow(), nullable=False)

    @declared_attr
    def updated_at(cls):
        return Column(DateTime, default=lambda: datetime.now(timezone.utc), onupdate=func.now())


class SoftDelete:
    deleted = Column(Boolean, default=False, server_default=expression.false(), nullable=False, index=True)


def fk(target, **kw):
    return Column(pg.UUID(as_uuid=True), ForeignKey(target, ondelete=kw.pop("ondelete", "CASCADE")), **kw)


tags = Table(
    "post_tags",
    metadata,
    Column("post_id", ForeignKey("post.id"), primary_key=True),
    Column("tag_id", Integer, ForeignKey("tag.id"), primary_key=True),
    Column("w", Float, CheckConstraint("w > 0", name="w_pos")),
)


class Post(TimestampMixin, SoftDelete, Base):
    __tablename__ = "post"
    id = Column(pg.UUID(as_uuid=True), primary_key=True, default=uuid.uuid4, server_default=text("uuid_generate_v4()"))
    title = NotNull(String(120), index=True)
    slug = NotNull(String(80), unique=True)
    body = deferred(Column(Text, nullable=False, server_default=""))
    kind = Column(
        Enum(Kind, name="post_kind", values_callable=lambda x: [i.value for i in x]),
        nullable=False,
        server_default=Kind.one.value,
    )
    meta = Column("metadata", MutableDict.as_mutable(pg.JSONB), nullable=False, server_default=text("'{}'::jsonb"))
    labels = Column(MutableList.as_mutable(pg.ARRAY(String)), server_default="{}")
    price = Column(Numeric(10, 2), CheckConstraint("price >= 0", name="price_pos"), nullable=True)
    checked = Column(Boolean(name="checked_bool", create_constraint=True))
    tags = relationship("Tag", secondary=tags, backref=backref("posts", lazy="dynamic"))
    search = Column(pg.TSVECTOR, Computed("to_tsvector('english', title)", persisted=True))
    __table_args__ = (
        Index("ix_post_search", search, postgresql_using="gin"),
        Index("ix_post_lower", func.lower(title), unique=True, postgresql_where=text("deleted = false")),
        UniqueConstraint("title", "kind"),
        CheckConstraint("length(title) > 2", name="title_len"),
        CheckConstraint(func.length(title) < 100, "title_max"),
        {"comment": "posts", "schema": None},
    )

    @hybrid_property
    def upper(self):
        return self.title.upper()


class Tag(Base):
    __tablename__ = "tag"
    __mapper_args__ = {"eager_defaults": True}
    id = Column(Integer, Sequence("tag_seq"), primary_key=True)
    name = column_property(Column(Unicode(20), nullable=False))
    parent_id = Column(Integer, ForeignKey(id, deferrable=True, initially="DEFERRED"))
    children = relationship("Tag", backref=backref("parent", remote_side=[id]))
    n = synonym("name")


Index(None, Tag.parent_id, Tag.id.desc())


class Sub(Post):
    __tablename__ = "sub"
    id = fk("post.id", primary_key=True)
    extra = Column(LargeBinary(20))
    __mapper_args__ = {"polymorphic_identity": "sub", "inherit_condition": id == Post.id}


class Single(Sub):
    only = Column(Interval)
