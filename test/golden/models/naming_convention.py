from sqlalchemy import Boolean, CheckConstraint, Column, Enum, ForeignKey, Index, Integer, MetaData, String
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import declarative_base

convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Base = declarative_base(metadata=MetaData(naming_convention=convention))


class Account(Base):
    __tablename__ = "account"
    id = Column(Integer, primary_key=True)
    email = Column(String(80), unique=True)
    nick = Column(String(20), index=True)
    age = Column(Integer, CheckConstraint("age > 17", name="adult"))
    level = Column(Enum("low", "high", name="level", native_enum=False, create_constraint=True))
    flag = Column(Boolean(create_constraint=True, name="flag_ck"))


class Login(Base):
    __tablename__ = "login"
    id = Column(Integer, primary_key=True)
    account_id = Column(Integer, ForeignKey("account.id"))
    parent_id = Column(Integer, ForeignKey("login.id", name="parent"))
    __table_args__ = (
        UniqueConstraint("account_id", "parent_id"),
        Index(None, "account_id"),
        CheckConstraint("account_id <> parent_id", name="not_self"),
    )
