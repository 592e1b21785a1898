from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column


class Base(DeclarativeBase):
    pass


class Employee(Base):
    __tablename__ = "employee"

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(String(30))
    __mapper_args__ = {"polymorphic_on": type, "polymorphic_identity": "employee"}


class Manager(Employee):
    budget = Column(Integer)
    start_date: Mapped[str] = mapped_column(String(10), nullable=True, use_existing_column=True)
    __mapper_args__ = {"polymorphic_identity": "manager"}


class Programmer(Employee):
    start_date: Mapped[str] = mapped_column(String(10), nullable=True, use_existing_column=True)
    boss_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), nullable=True)
    __mapper_args__ = {"polymorphic_identity": "programmer"}
