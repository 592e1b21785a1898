"""Prints what SQLAlchemy's mssql dialect reflects from a catalog in SQLite (catalog.ts), as reflect.py does.

    reflect_mssql.py FILE ["schema", null, …]

The dialect, its queries and its reading of rows are SQLAlchemy's own. Only the driver is not: it rewrites T-SQL that SQLite
does not know (names of catalog views, `+` of texts, NVARCHAR(max)) and has the few functions that the queries call.
"""

import json
import pathlib
import re
import sqlite3
import sys
import types
import warnings

import sqlalchemy as sa

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import reflect  # noqa: E402

EXTENDED = re.compile(r"FROM fn_listextendedproperty\(.*?\) as com", re.S)
EXTENDED_ROWS = """FROM (SELECT p.value FROM sys_extended_properties p JOIN sys_tables o ON o.object_id = p.major_id AND p.minor_id = 0
JOIN sys_schemas s ON s.schema_id = o.schema_id WHERE p.name = 'MS_Description' AND s.name = %(schema)s AND o.name = %(table)s) as com"""
REWRITES = [
    (re.compile(r"CAST\(%\((table|schema)\)s AS NVARCHAR\(max\)\)"), r"%(\1)s"),
    (re.compile(r"\[?INFORMATION_SCHEMA\]?\.\[?(\w+)\]?"), r"information_schema_\1"),
    (re.compile(r"\bsys\.(?=\w)"), "sys_"),
    (re.compile(r"NVARCHAR\(max\)", re.I), "TEXT"),
    (re.compile(r" \+ "), " || "),
    (re.compile(r"%\((\w+)\)s"), r":\1"),
]


def connect(file):
    connection = sqlite3.connect(file)

    def object_id(name):
        parts = [part.replace("]]", "]") for part in re.findall(r"\[((?:[^\]]|\]\])*)\]|([^.\[]+)", name) for part in part if part]
        if len(parts) != 2:
            # Without brackets all behind the first dot is the name.
            parts = name.split(".", 1)
        row = connection.execute(
            "SELECT o.object_id FROM sys_objects o JOIN sys_schemas s ON s.schema_id = o.schema_id WHERE s.name = ? AND o.name = ?",
            parts,
        ).fetchone()
        return None if row is None else row[0]

    def object_property(number, name):
        assert name == "CnstIsClustKey"
        row = connection.execute(
            "SELECT i.type = 1 FROM sys_key_constraints k JOIN sys_indexes i ON i.object_id = k.parent_object_id"
            " AND i.index_id = k.unique_index_id WHERE k.object_id = ?",
            (number,),
        ).fetchone()
        return None if row is None else row[0]

    connection.create_function("schema_name", 0, lambda: "dbo")
    connection.create_function("object_id", 1, object_id)
    connection.create_function("objectproperty", 2, object_property)
    return connection


class Cursor:
    def __init__(self, connection):
        self.cursor = connection.cursor()

    def execute(self, statement, parameters=()):
        if "@@version" in statement:
            statement, parameters = "SELECT 'Microsoft SQL Server 2022 (RTM) - 16.0.1000.6 (X64)'", ()
        if "fn_listextendedproperty" in statement:
            if "(default" in statement:
                statement = "SELECT 1"
            statement = EXTENDED.sub(EXTENDED_ROWS, statement)
        for pattern, replacement in REWRITES:
            statement = pattern.sub(replacement, statement)
        self.cursor.execute(statement, parameters or ())

    def __getattr__(self, name):
        return getattr(self.cursor, name)


class Connection:
    def __init__(self, file):
        self.connection = connect(file)

    def cursor(self):
        return Cursor(self.connection)

    def __getattr__(self, name):
        return getattr(self.connection, name)


def driver(file):
    module = types.ModuleType("pymssql")
    module.__version__ = "2.3.0"
    module.paramstyle = "pyformat"
    for name in "Error DatabaseError OperationalError ProgrammingError InterfaceError InternalError".split():
        setattr(module, name, getattr(sqlite3, name))
    module.Binary = bytes
    module.connect = lambda *args, **kwargs: Connection(file)
    return module


def main():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        engine = sa.create_engine("mssql+pymssql://", module=driver(sys.argv[1]), isolation_level=None)
        tables = reflect.reflect(engine, json.loads(sys.argv[2]))
    json.dump({"tables": tables, "warnings": [str(each.message) for each in caught]}, sys.stdout, default=str)


if __name__ == "__main__":
    main()
