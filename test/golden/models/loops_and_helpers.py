import sqlalchemy as sa
from sqlalchemy.orm import declarative_base

Base = declarative_base()


def money(*args, **kwargs):
    return sa.Column(sa.Numeric(12, 2), *args, **kwargs)


def audit():
    return [sa.Column("created_by", sa.Integer), sa.Column("updated_by", sa.Integer)]


class Product(Base):
    __tablename__ = "product"
    id = sa.Column(sa.Integer, primary_key=True)
    price = money(nullable=False)
    cost = money()


logs = [
    sa.Table(f"log_{year}", Base.metadata, sa.Column("id", sa.Integer, primary_key=True), *audit())
    for year in range(2020, 2023)
]
if len(logs) > 2:
    sa.Table("many_logs", Base.metadata, *[sa.Column(f"c{i}", sa.String(i + 1)) for i in range(3)])
for table in Base.metadata.tables.values():
    if table.name.startswith("log_"):
        table.append_column(sa.Column("year", sa.SmallInteger, server_default=table.name[-4:]))
