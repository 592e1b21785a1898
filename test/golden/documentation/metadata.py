"""MetaData: tables, access to their columns, schemas of tables and of the whole, options of databases, copies."""

from sqlalchemy import BLANK_SCHEMA, Column, ForeignKey, Index, Integer, MetaData, String, Table

metadata_obj = MetaData()

users = Table(
    "users",
    metadata_obj,
    Column("user_id", Integer, primary_key=True),
    Column("user_name", String(16), nullable=False),
    Column("email_address", String(60), key="email"),
    Column("nickname", String(50), nullable=False, comment="what friends say"),
    comment="who may come in",
)
employees = Table(
    "employees",
    metadata_obj,
    Column("employee_id", Integer, primary_key=True),
    Column("employee_name", String(60), nullable=False, key="name"),
    Column("employee_dept", Integer, ForeignKey("departments.department_id")),
)
departments = Table("departments", metadata_obj, Column("department_id", Integer, primary_key=True))

Index("ix_employees_id", employees.columns.employee_id)
Index("ix_employees_name", employees.c["name"], employees.c.employee_dept)
emp_id, name = employees.c["employee_id", "name"]
Index("ix_employees_pair", emp_id, name)
for key_column in employees.primary_key:
    Index(f"ix_key_{key_column.name}", key_column, unique=True)
for foreign_key in employees.foreign_keys:
    Index(f"ix_fk_{foreign_key.parent.name}", foreign_key.parent)
referred = list(employees.c.employee_dept.foreign_keys)[0].column
Index("ix_referred", referred)
assert referred.table is departments and employees.metadata is metadata_obj
assert employees.c.name.key == "name" and employees.c.name.name == "employee_name"
assert employees.c.employee_id.primary_key and not employees.c.name.nullable
assert employees.c.employee_dept.references(departments.c.department_id)
for table in list(metadata_obj.tables.values()):
    Index(f"ix_first_of_{table.name}", list(table.c)[0])

Table(
    "accounts",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("value", String(100), nullable=False),
    schema="banks",
)
Table(
    "customers",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("account_id", ForeignKey("banks.accounts.id")),
    schema="banks",
    mysql_engine="InnoDB",
)

in_schema = MetaData(schema="remote")
Table("info", in_schema, Column("id", Integer, primary_key=True), Column("value", String(100), nullable=False))
Table("refers", in_schema, Column("id", Integer, primary_key=True), Column("info_id", ForeignKey("info.id")))
Table("refers_too", in_schema, Column("id", Integer, primary_key=True), Column("info_id", ForeignKey("remote.info.id")))
blank = Table("blank", in_schema, Column("id", Integer, primary_key=True), schema=BLANK_SCHEMA)

copied = MetaData(schema="copies")
source = Table(
    "source",
    metadata_obj,
    Column("id", Integer, primary_key=True),
    Column("code", String(5), index=True),
    Column("parent_id", ForeignKey("source.id")),
)
users.to_metadata(copied)
source.to_metadata(copied)
source.to_metadata(copied, schema="other", name="renamed")
