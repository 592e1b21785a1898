"""Every type of SQLite's dialect, and what the others say of it."""

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.dialects import sqlite as lite

metadata = MetaData()
types = [
    lite.BLOB,
    lite.BOOLEAN,
    lite.CHAR(2),
    lite.DATE,
    lite.DATE(storage_format="%(month)02d/%(day)02d/%(year)04d", regexp=r"(\d+)/(\d+)/(\d+)"),
    lite.DATETIME,
    lite.DATETIME(truncate_microseconds=True),
    lite.DECIMAL(4, 1),
    lite.FLOAT,
    lite.INTEGER,
    lite.JSON,
    lite.NUMERIC(5, 2),
    lite.REAL,
    lite.SMALLINT,
    lite.TEXT,
    lite.TIME,
    lite.TIME(storage_format="%(hour)02d"),
    lite.TIMESTAMP,
    lite.VARCHAR(6),
]
for number, type_ in enumerate(types):
    Table(f"lite_{number:02}", metadata, Column("id", Integer, primary_key=True), Column("value", type_))
