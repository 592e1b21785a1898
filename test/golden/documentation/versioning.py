"""Version counters: simple, of an own type, by the server, by the program."""

import uuid

from sqlalchemy import FetchedValue, Integer, String
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Base(DeclarativeBase):
    pass


class Counted(Base):
    __tablename__ = "counted"
    id = mapped_column(Integer, primary_key=True)
    version_id = mapped_column(Integer, nullable=False)
    name = mapped_column(String(50), nullable=False)
    __mapper_args__ = {"version_id_col": version_id}


class ByUuid(Base):
    __tablename__ = "by_uuid"
    id = mapped_column(Integer, primary_key=True)
    version_uuid = mapped_column(String(32), nullable=False)
    __mapper_args__ = {
        "version_id_col": version_uuid,
        "version_id_generator": lambda version: uuid.uuid4().hex,
    }


class ByServer(Base):
    __tablename__ = "by_server"
    id = mapped_column(Integer, primary_key=True)
    name = mapped_column(String(50), nullable=False)
    xmin = mapped_column("xmin", String, system=True, server_default=FetchedValue())
    __mapper_args__ = {"version_id_col": xmin, "version_id_generator": False}


class ByProgram(Base):
    __tablename__ = "by_program"
    id = mapped_column(Integer, primary_key=True)
    version_uuid = mapped_column(String(32), nullable=False)
    __mapper_args__ = {"version_id_col": version_uuid, "version_id_generator": False}
