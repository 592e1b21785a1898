"""SQLModel: fields, generated names, nullability, types and explicit columns."""

import enum
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, ClassVar, List, Optional

from pydantic import NaiveDatetime
from sqlalchemy import JSON, CheckConstraint, Column, DateTime, Index, Text, func
from sqlmodel import AutoString, Field, Relationship, SQLModel, String, UniqueConstraint


class Size(str, enum.Enum):
    small = "S"
    large = "L"


class Team(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    headquarters: str
    heroes: List["Hero"] = Relationship(back_populates="team")


class HeroTeamLink(SQLModel, table=True):
    __tablename__ = "hero_team_link"
    team_id: int | None = Field(default=None, foreign_key="team.id", primary_key=True)
    hero_id: int | None = Field(default=None, foreign_key="hero.id", primary_key=True, ondelete="CASCADE")


class Hero(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("name", "secret_name"), CheckConstraint("age > 0", name="ck_age"))
    counter: ClassVar[int] = 0
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True, unique=True, max_length=50)
    secret_name: str = Field(max_length=20, nullable=True)
    age: int | None = None
    team_id: int | None = Field(default=None, foreign_key="team.id", ondelete="SET NULL")
    team: Team | None = Relationship(back_populates="heroes")


class Everything(SQLModel, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    a_float: float = 1.5
    a_bool: bool = False
    a_date: date
    a_time: time | None = None
    a_delta: timedelta
    a_datetime: datetime
    a_naive: NaiveDatetime
    some_bytes: bytes
    price: Decimal = Field(default=0, max_digits=10, decimal_places=2)
    plain_decimal: Optional[Decimal]
    size: Size
    maybe_size: Optional[Size] = Field(default=None)
    path: Path
    annotated: Annotated[str, Field(max_length=7)]
    annotated_optional: Annotated[Optional[int], Field(index=True)] = None
    required_nullable: str = Field(nullable=True)
    optional_required: Optional[str] = Field(nullable=False)
    typed: dict = Field(sa_type=JSON)
    typed_instance: str = Field(default="", sa_type=String(12))
    column: str = Field(sa_column=Column("renamed", Text, nullable=False, server_default="x"))
    with_arguments: str = Field(sa_column_args=[CheckConstraint("with_arguments <> ''")])
    with_keywords: datetime = Field(
        sa_column_kwargs={"server_default": func.now(), "comment": "when"}, sa_type=DateTime(timezone=False)
    )
    auto: str = Field(sa_type=AutoString(3))
    _private: int = 3


Index("ix_everything_two", Everything.__table__.c.a_float, Everything.__table__.c.a_bool)
