import datetime
from typing import Annotated, Any, Optional

from sqlalchemy import BigInteger, DateTime, JSON, Numeric, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

intpk = Annotated[int, mapped_column(primary_key=True)]
str30 = Annotated[str, 30]
str50 = Annotated[str, mapped_column(String(50), nullable=False, index=True)]
created = Annotated[datetime.datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]
big = Annotated[int, "big"]


class Base(DeclarativeBase):
    type_annotation_map = {
        str30: String(30),
        big: BigInteger(),
        dict[str, Any]: JSON,
        float: Numeric(12, 4),
        datetime.datetime: DateTime(timezone=True),
    }


class Thing(Base):
    __tablename__ = "thing"

    id: Mapped[intpk]
    code: Mapped[str30]
    maybe_code: Mapped[Optional[str30]]
    title: Mapped[str50]
    maybe_title: Mapped[Optional[str50]]
    count: Mapped[big]
    data: Mapped[dict[str, Any]]
    amount: Mapped[float]
    seen: Mapped[Optional[datetime.datetime]]
    created_at: Mapped[created]
    plain: Mapped[str] = mapped_column(String(10), unique=True)
