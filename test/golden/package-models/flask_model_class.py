"""Flask-SQLAlchemy with a model class of the project: SQLAlchemy 2 bases, dataclasses, a subclass of Model, metadata."""

from typing import Optional

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.model import Model
from sqlalchemy import Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, DeclarativeBaseNoMeta, Mapped, MappedAsDataclass, mapped_column

convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=convention)


db = SQLAlchemy(model_class=Base)


class UserAccount(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    nick: Mapped[Optional[str]]


class AdminAccount(UserAccount):
    id: Mapped[int] = mapped_column(db.ForeignKey("user_account.id"), primary_key=True)
    level: Mapped[int] = mapped_column(index=True)


class GuestAccount(UserAccount):
    until: Mapped[Optional[int]]


class DataBase(DeclarativeBase, MappedAsDataclass):
    pass


data = SQLAlchemy(model_class=DataBase)


class DataPoint(data.Model):
    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    value: Mapped[float] = mapped_column(default=0.0)


class PlainBase(DeclarativeBaseNoMeta):
    pass


plain = SQLAlchemy(model_class=PlainBase, disable_autonaming=True)


class PlainThing(plain.Model):
    __tablename__ = "plain_things"
    id: Mapped[int] = mapped_column(primary_key=True)


class IdModel(Model):
    id = mapped_column(Integer, primary_key=True)


old = SQLAlchemy(model_class=IdModel, metadata=MetaData(schema="old", naming_convention=convention))


class OldThing(old.Model):
    name = old.Column(old.String(9), unique=True)
