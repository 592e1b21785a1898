"""The tables of FastAPI Users' SQLAlchemy adapter."""

from fastapi_users.db import (
    SQLAlchemyBaseOAuthAccountTable,
    SQLAlchemyBaseOAuthAccountTableUUID,
    SQLAlchemyBaseUserTable,
    SQLAlchemyBaseUserTableUUID,
)
from fastapi_users_db_sqlalchemy.access_token import SQLAlchemyBaseAccessTokenTableUUID
from fastapi_users_db_sqlalchemy.generics import GUID
from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class OAuthAccount(SQLAlchemyBaseOAuthAccountTableUUID, Base):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    first_name: Mapped[str] = mapped_column(String(40))
    oauth_accounts: Mapped[list[OAuthAccount]] = relationship("OAuthAccount", lazy="joined")


class AccessToken(SQLAlchemyBaseAccessTokenTableUUID, Base):
    pass


class NumberedUser(SQLAlchemyBaseUserTable[int], Base):
    __tablename__ = "numbered_users"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class NumberedOAuthAccount(SQLAlchemyBaseOAuthAccountTable[int], Base):
    __tablename__ = "numbered_accounts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    other: Mapped[str] = mapped_column(GUID)

    @declared_attr
    def user_id(cls) -> Mapped[int]:
        return mapped_column(Integer, ForeignKey("numbered_users.id", ondelete="cascade"), nullable=False)
