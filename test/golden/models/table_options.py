"""Table options of every dialect."""

from sqlalchemy import Column, Float, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

metadata = MetaData()
options = [
    {"postgresql_inherits": "some_parent"},
    {"postgresql_inherits": ("first_parent", "second_parent")},
    {"postgresql_on_commit": "PRESERVE ROWS", "prefixes": ["TEMPORARY"]},
    {"postgresql_partition_by": "LIST (value)"},
    {"postgresql_tablespace": "fast_disk"},
    {"postgresql_with_oids": False},
    {"postgresql_with_oids": True},
    {"postgresql_using": "heap"},
    {
        "postgresql_on_commit": "delete_rows",
        "postgresql_using": "heap",
        "postgresql_tablespace": "x",
        "postgresql_partition_by": "RANGE (id)",
    },
    {"sqlite_autoincrement": True},
    {"sqlite_with_rowid": False},
    {"sqlite_strict": True},
    {"sqlite_strict": True, "sqlite_with_rowid": False},
    {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_row_format": "DYNAMIC"},
    {"mariadb_engine": "Aria"},
    {"oracle_compress": True},
    {"implicit_returning": False},
]
for number, given in enumerate(options):
    Table(
        f"options_{number:02}", metadata, Column("id", Integer, primary_key=True), Column("value", String(5)), **given
    )


class Base(DeclarativeBase):
    pass


class Declared(Base):
    __tablename__ = "declared"
    __table_args__ = {"postgresql_partition_by": "HASH (id)", "sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    ratio: Mapped[float] = mapped_column(Float(5))
