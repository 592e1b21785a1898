"""SQLModel: models without a table as bases, mixins, overridden fields, schemas and own metadata."""

from datetime import datetime
from typing import Optional

import sqlalchemy as sa
from pydantic import EmailStr, field_validator
from sqlalchemy.orm import declared_attr, registry
from sqlmodel import Field, MetaData, Relationship, SQLModel


class Timestamps(SQLModel):
    created_at: Optional[datetime] = Field(
        default=None, sa_type=sa.DateTime(timezone=True), sa_column_kwargs={"server_default": sa.func.now()}
    )


class UserBase(SQLModel):
    email: EmailStr = Field(unique=True, index=True, max_length=255)
    is_active: bool = True
    full_name: str | None = Field(default=None, max_length=255)


class UserCreate(UserBase):
    password: str = Field(min_length=8, max_length=40)


class User(UserBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    hashed_password: str
    items: list["Item"] = Relationship(back_populates="owner", cascade_delete=True)


class ItemBase(SQLModel):
    title: str = Field(min_length=1, max_length=255)
    description: str | None = None

    @field_validator("title")
    @classmethod
    def strip(cls, value):
        return value.strip()


class Item(ItemBase, Timestamps, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=99)
    owner_id: int = Field(foreign_key="user.id", nullable=False, ondelete="CASCADE")
    owner: User | None = Relationship(back_populates="items")


class ItemPublic(ItemBase):
    id: int


class Named(SQLModel):
    __table_args__ = {"schema": "app"}

    @declared_attr
    def __tablename__(cls) -> str:
        return "n_" + cls.__name__.lower()


class Thing(Named, table=True):
    id: int = Field(primary_key=True)
    # A plain Python default does not make a column nullable.
    count: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class OtherBase(SQLModel, registry=registry()):
    pass


class Other(OtherBase, table=True):
    id: int = Field(primary_key=True)


class ThirdBase(SQLModel):
    metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})


class Third(ThirdBase, table=True):
    id: int = Field(primary_key=True)
