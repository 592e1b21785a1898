"""Flask-SQLAlchemy: generated table names, names of the extension object, tables and inheritance."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import declared_attr
from sqlalchemy.sql import func

db = SQLAlchemy()

tags = db.Table(
    "post_tags",
    db.Column("post_id", db.Integer, db.ForeignKey("blog_post.id"), primary_key=True),
    db.Column("tag_id", db.ForeignKey("tag.id"), primary_key=True),
)


class TimestampMixin:
    created_at = db.Column(db.DateTime(timezone=True), server_default=func.now(), nullable=False)
    updated_at = db.Column(db.DateTime, default=func.now(), onupdate=func.now())


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(80), unique=True, nullable=False)
    email = db.Column(db.String(120), index=True)
    posts = db.relationship("BlogPost", backref="author", lazy="dynamic")

    def __repr__(self):
        return f"<User {self.username}>"


class BlogPost(TimestampMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String, nullable=False)
    body = db.Column(db.Text, default="")
    user_id = db.Column(db.Integer, db.ForeignKey("user.id", ondelete="CASCADE"))
    tags = db.relationship("Tag", secondary=tags)
    __table_args__ = (db.UniqueConstraint("title", "user_id"), db.Index("ix_body", "body"))


class Tag(db.Model):
    id: db.Mapped[int] = db.mapped_column(primary_key=True)
    label: db.Mapped[str] = db.mapped_column(db.String(30))


class HTTPRequestLog(db.Model):
    id = db.Column(db.BigInteger, primary_key=True)
    payload = db.Column(db.JSON)
    kind = db.Column(db.Enum("get", "post", name="http_kind"))


class OAuth2Token(db.Model):
    token_id = db.Column(db.Integer, primary_key=True)


class Named(db.Model):
    __tablename__ = "explicitly_named"
    id = db.Column(db.Integer, primary_key=True)


class NamedMixin:
    __tablename__ = "from_mixin"


class UsesMixinName(NamedMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)


class DeclaredName(db.Model):
    @declared_attr
    def __tablename__(cls):
        return "declared_" + cls.__name__.lower()

    id = db.Column(db.Integer, primary_key=True)


class AbstractThing(db.Model):
    __abstract__ = True
    id = db.Column(db.Integer, primary_key=True)
    note = db.Column(db.Unicode(10))


class ConcreteThing(AbstractThing):
    extra = db.Column(db.Boolean)


class Duck(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    type = db.Column(db.String(20))
    __mapper_args__ = {"polymorphic_on": "type", "polymorphic_identity": "duck"}


class Mallard(Duck):
    wingspan = db.Column(db.Integer)
    __mapper_args__ = {"polymorphic_identity": "mallard"}


class RubberDuck(Duck):
    id = db.Column(db.ForeignKey("duck.id"), primary_key=True)
    squeaks = db.Column(db.Boolean, server_default=db.true())
    __mapper_args__ = {"polymorphic_identity": "rubber"}
