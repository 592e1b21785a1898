"""DDL() that listens to tables and the MetaData: where it listens, for whom, with its names filled in."""

from sqlalchemy import DDL, Column, Enum, Integer, MetaData, Table, event
from sqlalchemy.orm import declarative_base

metadata = MetaData()
first = Table(
    "first",
    metadata,
    Column("id", Integer, primary_key=True, index=True),
    Column("kind", Enum("a", name="kind"), comment="a kind"),
)
event.listen(metadata, "before_create", DDL("CREATE EXTENSION citext").execute_if(dialect="postgresql"))
second = Table("Second", metadata, Column("id", Integer, primary_key=True), Column("other", Enum("b", name="other")), schema="My Schema")
event.listen(metadata, "after_create", DDL("ANALYZE"))
event.listen(first, "before_create", DDL("SELECT '100%%', '%(table)s'"))
event.listen(
    first,
    "after_create",
    DDL("CREATE TRIGGER t BEFORE UPDATE ON %(fullname)s EXECUTE %(what)s", context={"what": "f()"}).execute_if(
        dialect=("postgresql", "sqlite")
    ),
)
event.listen(second, "after_create", DDL("ALTER TABLE %(fullname)s CLUSTER -- %(schema)s %(table)s"))
event.listen(second, "after_drop", DDL("never"))

Base = declarative_base()


class Mapped(Base):
    __tablename__ = "mapped"
    id = Column(Integer, primary_key=True)


event.listen(Mapped.__table__, "after_create", DDL("GRANT SELECT ON %(table)s TO everybody"))
