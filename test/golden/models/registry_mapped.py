from sqlalchemy import Column, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column, registry

mapper_registry = registry(type_annotation_map={str: String(99)})


@mapper_registry.mapped
class Decorated:
    __tablename__ = "decorated"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Imperative:
    pass


imperative_table = Table(
    "imperative",
    mapper_registry.metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(9)),
)
mapper_registry.map_imperatively(Imperative, imperative_table)

Base = mapper_registry.generate_base()


class Generated(Base):
    __tablename__ = "generated"
    id = Column(Integer, primary_key=True)
    ref = Column(Integer, nullable=False, unique=True, index=True)
