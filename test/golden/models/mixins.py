from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, func
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower() + "s"


class IdMixin:
    id: Mapped[int] = mapped_column(primary_key=True)


class Timestamps:
    created_at: Mapped[str] = mapped_column(DateTime, server_default=func.now())
    updated_at = Column(DateTime, nullable=True)


class Owned:
    @declared_attr
    def owner_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("owners.id", name=f"fk_{cls.__tablename__}_owner"))


class Owner(IdMixin, Timestamps, Base):
    name: Mapped[str] = mapped_column(String(40))


class Car(IdMixin, Owned, Timestamps, Base):
    plate: Mapped[str]
    wheels: Mapped[int] = mapped_column(default=4)


class Boat(Timestamps, IdMixin, Owned, Base):
    length = Column(Integer)
