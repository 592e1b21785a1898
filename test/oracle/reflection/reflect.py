"""Prints what SQLAlchemy reflects as the JSON of Retort's server/src/sqlalchemy/sql/schema.ts.

    reflect.py URL ["schema", null, …]

{"tables": {key: table}, "warnings": […]}; each schema in a MetaData of its own, foreign keys not followed.
"""

import json
import pathlib
import sys
import warnings

import sqlalchemy as sa
from sqlalchemy.sql import elements, operators

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "autogenerate"))
import schema_json  # noqa: E402

SUFFIXES = {
    operators.desc_op: "DESC",
    operators.asc_op: "ASC",
    operators.nulls_first_op: "NULLS FIRST",
    operators.nulls_last_op: "NULLS LAST",
}
plain_clause = schema_json.clause_json
plain_type = schema_json.plain_type_json


def clause_json(clause):
    if isinstance(clause, elements.UnaryExpression) and clause.modifier in SUFFIXES:
        operand = schema_json.clause_json(clause.element)
        return {"kind": "unary", "operator": SUFFIXES[clause.modifier], "position": "suffix", "operand": operand}
    return plain_clause(clause)


def plain_type_json(type_):
    found = plain_type(type_)
    if type(type_).__name__ == "DOMAIN":
        check = None if type_.check is None else type_.check.text
        found["options"] = {
            **found["options"],
            "data_type": schema_json.type_json(type_.data_type),
            "default": type_.default,
            "not_null": type_.not_null,
            "create_type": type_.create_type,
            "constraint_name": type_.constraint_name,
            "check": check,
        }
    return found


plain_default = schema_json.default_json


def default_json(default):
    """Numbers of an identity as text: they may be too large for JSON."""
    found = plain_default(default)
    if isinstance(default, sa.Identity):
        options = {key: value if isinstance(value, bool) else str(value) for key, value in found["options"].items()}
        return {**found, "options": options}
    return found


schema_json.default_json = default_json
schema_json.clause_json = clause_json
schema_json.plain_type_json = plain_type_json


def reflect(engine, schemas):
    tables = {}
    with engine.connect() as connection:
        for schema in schemas:
            metadata = sa.MetaData()
            metadata.reflect(connection, schema=schema, resolve_fks=False)
            for table in metadata.tables.values():
                tables[table.key] = schema_json.table_json(table)
    return tables


def main():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        tables = reflect(sa.create_engine(sys.argv[1]), json.loads(sys.argv[2]))
    json.dump({"tables": tables, "warnings": [str(each.message) for each in caught]}, sys.stdout, default=str)


if __name__ == "__main__":
    main()
