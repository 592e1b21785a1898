"""Flask-SQLAlchemy as projects of its version 2 use it: bind keys in info, own metaclasses, names of the extension."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.model import BindMetaMixin, DefaultMeta, Model, NameMetaMixin, camel_to_snake_case
from flask_sqlalchemy.query import Query
from sqlalchemy import MetaData
from sqlalchemy.ext.declarative import declarative_base, declared_attr
from sqlalchemy.orm import DeclarativeMeta

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
app.config["SQLALCHEMY_BINDS"] = {"users": "sqlite://"}
db = SQLAlchemy(app)


class CamelCase(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), db.CheckConstraint("name <> ''", name="ck_name"), index=True)
    created = db.Column(db.DateTime, server_default=db.func.now())
    kind = db.Column(db.Enum("a", "b", name="legacy_kind"))
    data = db.Column(db.PickleType)
    text = db.Column(db.UnicodeText(100))
    number = db.Column(db.Numeric(10, 2), default=0)
    blob = db.Column(db.LargeBinary)
    parent_id = db.Column(db.Integer, db.ForeignKey("camel_case.id"))
    children = db.relationship("CamelCase", backref=db.backref("parent", remote_side=[id]), lazy="dynamic")
    __table_args__ = (
        db.Index("ix_two", name, kind),
        db.UniqueConstraint(created, name="uq_created"),
        {"comment": "old"},
    )


class HTTPServer2Log(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class UserOfBind(db.Model):
    __bind_key__ = "users"
    id = db.Column(db.Integer, primary_key=True)


links = db.Table(
    "links",
    db.Model.metadata,
    db.Column("left_id", db.Integer, db.ForeignKey("camel_case.id")),
    db.Column("right_id", db.Integer, db.ForeignKey("camel_case.id")),
)
bound = db.Table("bound", db.Column("id", db.Integer, primary_key=True), info={"bind_key": "users"})


class WithoutNames(BindMetaMixin, DeclarativeMeta):
    pass


unnamed = SQLAlchemy(model_class=declarative_base(cls=Model, metaclass=WithoutNames, name="Model"))


class Explicit(unnamed.Model):
    __tablename__ = "explicit"
    id = unnamed.Column(unnamed.Integer, primary_key=True)


class IdModel(Model):
    @declared_attr
    def id(cls):
        for base in cls.__mro__[1:-1]:
            if getattr(base, "__table__", None) is not None:
                type_ = ided.ForeignKey(base.id)
                break
        else:
            type_ = ided.Integer
        return ided.Column(type_, primary_key=True)


ided = SQLAlchemy(model_class=IdModel, metadata=MetaData(schema="ided"), query_class=Query)


class Vehicle(ided.Model):
    name = ided.Column(ided.String)


class Truck(Vehicle):
    load = ided.Column(ided.Float)


assert camel_to_snake_case("HTTPServer") == "http_server"
