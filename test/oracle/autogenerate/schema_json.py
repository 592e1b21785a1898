"""SQLAlchemy's schema objects as the JSON of Retort's server/src/sqlalchemy/sql/schema.ts, attached state included.

Integers of SQL literals are ``{"$bigint": "1"}`` and maps ``{"$map": [[key, value], …]}``; the test revives both.
"""

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy import types as sqltypes
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.sql import elements, functions, operators
from sqlalchemy.sql.elements import conv
from sqlalchemy.sql.schema import BLANK_SCHEMA  # noqa: F401

OPERATORS = {
    operators.eq: "=",
    operators.ne: "!=",
    operators.gt: ">",
    operators.ge: ">=",
    operators.lt: "<",
    operators.le: "<=",
    operators.add: "+",
    operators.sub: "-",
    operators.mul: "*",
    operators.is_: "IS",
    operators.is_not: "IS NOT",
    operators.concat_op: "||",
    operators.like_op: "LIKE",
    operators.json_getitem_op: "->",
}
MODIFIERS = {
    operators.desc_op: "DESC",
    operators.asc_op: "ASC",
    operators.nulls_first_op: "NULLS FIRST",
    operators.nulls_last_op: "NULLS LAST",
}


def metadata_json(metadata):
    tables = [[table.key, table_json(table)] for table in metadata.tables.values()]
    return {
        "kind": "metadata",
        "schema": metadata.schema,
        "namingConvention": dict(metadata.naming_convention),
        "tables": {"$map": tables},
    }


def table_json(table):
    constraints = sorted(table.constraints, key=lambda c: (not isinstance(c, sa.PrimaryKeyConstraint), c._creation_order))
    return {
        "kind": "table",
        "name": table.name,
        "schema": table.schema,
        "columns": [column_json(column) for column in table.columns],
        "constraints": [constraint_json(constraint) for constraint in constraints],
        "indexes": [index_json(index) for index in sorted(table.indexes, key=lambda i: i.name)],
        "comment": table.comment,
        "prefixes": list(table._prefixes),
        "info": dict(table.info),
        "dialectOptions": options_json(table),
        "origin": None,
        "nameOrigin": None,
    }


def column_json(column):
    return {
        "kind": "column",
        "name": column.name,
        "key": column.key,
        "type": type_json(column.type),
        "nullable": column.nullable,
        "primaryKey": column.primary_key,
        "autoincrement": column.autoincrement,
        "serverDefault": default_json(column.server_default),
        "hasDefault": column.default is not None,
        "unique": column.unique,
        "index": column.index,
        "comment": column.comment,
        "system": column.system,
        "foreignKeys": [],
        "dialectOptions": options_json(column),
        "origin": None,
        **checks_json(column),
    }


def checks_json(column):
    checks = [each for each in column.constraints if isinstance(each, sa.CheckConstraint)]
    return {"checks": [constraint_json(each) for each in checks]} if checks else {}


def default_json(default):
    if default is None:
        return None
    if isinstance(default, sa.Computed):
        return {"kind": "computed", "sqltext": clause_json(default.sqltext), "persisted": default.persisted}
    if isinstance(default, sa.Identity):
        options = {
            name: getattr(default, name)
            for name in ("start", "increment", "minvalue", "maxvalue", "nominvalue", "nomaxvalue", "cycle", "cache")
            if getattr(default, name) is not None
        }
        return {"kind": "identity", "always": bool(default.always), "options": options}
    if isinstance(default.arg, str):
        return {"kind": "default", "arg": {"type": "str", "value": default.arg}}
    return {"kind": "default", "arg": {"type": "clause", "clause": clause_json(default.arg)}}


def name_json(name):
    if not isinstance(name, str):
        return None
    return {"text": str(name), "isFinal": isinstance(name, conv)}


def constraint_json(constraint):
    base = {
        "name": name_json(constraint.name),
        "comment": constraint.comment,
        "deferrable": constraint.deferrable,
        "initially": constraint.initially,
        "dialectOptions": options_json(constraint),
        "origin": None,
    }
    if isinstance(constraint, sa.PrimaryKeyConstraint):
        return {"kind": "primary_key", **base, "columns": [c.name for c in constraint.columns], "isImplicit": False}
    if isinstance(constraint, ExcludeConstraint):
        return {
            "kind": "exclude",
            **base,
            "elements": [
                {"expression": clause_json(expression), "operator": operator}
                for expression, _, operator in constraint._render_exprs
            ],
            "using": constraint.using,
            "where": None if constraint.where is None else clause_json(constraint.where),
        }
    if isinstance(constraint, sa.UniqueConstraint):
        return {"kind": "unique", **base, "columns": [c.name for c in constraint.columns], "columnFlag": False}
    if isinstance(constraint, sa.ForeignKeyConstraint):
        schema, table, _ = constraint.elements[0]._column_tokens
        return {
            "kind": "foreign_key",
            **base,
            "columns": [c.name for c in constraint.columns],
            "referredSchema": schema or constraint.table.metadata.schema,
            "referredTable": table,
            "referredColumns": [referred_name(element) for element in constraint.elements],
            "onupdate": constraint.onupdate,
            "ondelete": constraint.ondelete,
            "match": constraint.match,
            "useAlter": constraint.use_alter,
            "columnFlag": False,
        }
    if isinstance(constraint, sa.CheckConstraint):
        rule = getattr(constraint._create_rule, "target", None)
        column = None
        if isinstance(rule, sqltypes.TypeEngine):
            column = next(c.name for c in constraint.table.c if c.type is rule)
        sqltext = clause_json(constraint.sqltext) if column is None else type_check_json(constraint.table.c[column])
        return {"kind": "check", **base, "sqltext": sqltext, "typeBound": column}
    raise NotImplementedError(repr(constraint))


def referred_name(element):
    """The column's name where it is there; its key is what the foreign key says."""
    try:
        return element.column.name
    except exc.SQLAlchemyError:
        return element._column_tokens[2]


def type_check_json(column):
    """As sql/type-checks.ts builds it."""
    values = column.type.enums if isinstance(column.type, sa.Enum) else [0, 1]
    clauses = [clause_json(sa.literal(value)) for value in values]
    return {
        "kind": "binary",
        "operator": "IN",
        "left": clause_json(column),
        "right": {"kind": "grouping", "element": {"kind": "list", "clauses": clauses}},
    }


def index_json(index):
    return {
        "kind": "index",
        "name": name_json(index.name),
        "table": index.table.name,
        "schema": index.table.schema,
        "unique": bool(index.unique),
        "expressions": [clause_json(expression) for expression in index.expressions],
        "dialectOptions": options_json(index),
        "origin": None,
    }


def options_json(thing):
    return {key: option_json(value) for key, value in thing.dialect_kwargs.items()}


def option_json(value):
    if isinstance(value, elements.ClauseElement):
        return clause_json(value)
    if isinstance(value, (list, tuple)):
        return [item if isinstance(item, str) else item.name for item in value]
    return value


def clause_json(clause):
    if isinstance(clause, elements.TextClause):
        return {"kind": "text", "text": clause.text, "bindparams": []}
    if isinstance(clause, functions.FunctionElement):
        return {"kind": "function", "name": clause.name, "args": [clause_json(arg) for arg in clause.clauses]}
    if isinstance(clause, elements.True_):
        return {"kind": "true"}
    if isinstance(clause, elements.False_):
        return {"kind": "false"}
    if isinstance(clause, elements.Null):
        return {"kind": "null"}
    if isinstance(clause, elements.ColumnClause):
        if clause.is_literal:
            return {"kind": "literal_column", "text": clause.name}
        table = clause.table
        return {
            "kind": "column",
            "table": None if table is None else table.name,
            "schema": None if table is None else table.schema,
            "name": clause.name,
            "type": type_json(clause.type),
        }
    if isinstance(clause, elements.BindParameter):
        return {"kind": "bindparam", "name": None, "value": literal_json(clause.value), "type": None, "inline": False}
    if isinstance(clause, elements.Cast):
        return {"kind": "cast", "operand": clause_json(clause.clause), "type": type_json(clause.type)}
    if isinstance(clause, elements.Grouping):
        return {"kind": "grouping", "element": clause_json(clause.element)}
    if isinstance(clause, elements.BooleanClauseList):
        operator = "AND" if clause.operator is operators.and_ else "OR"
        return {"kind": "boolean", "operator": operator, "clauses": [clause_json(c) for c in clause.clauses]}
    if isinstance(clause, elements.Label):
        return clause_json(clause.element)
    if isinstance(clause, elements._textual_label_reference):
        return {"kind": "literal_column", "text": clause.element}
    if isinstance(clause, elements.UnaryExpression):
        word = MODIFIERS.get(clause.modifier)
        if word is not None:
            return {"kind": "unary", "operator": word, "position": "suffix", "operand": clause_json(clause.element)}
        raise NotImplementedError(repr(clause))
    if isinstance(clause, elements.BinaryExpression):
        is_custom = isinstance(clause.operator, operators.custom_op)
        return {
            "kind": "binary",
            "operator": clause.operator.opstring if is_custom else OPERATORS[clause.operator],
            "left": clause_json(clause.left),
            "right": clause_json(clause.right),
        }
    raise NotImplementedError(repr(clause))


def literal_json(value):
    if value is None:
        return {"type": "none"}
    if isinstance(value, bool):
        return {"type": "bool", "value": value}
    if isinstance(value, int):
        return {"type": "int", "value": {"$bigint": str(value)}}
    if isinstance(value, float):
        return {"type": "float", "value": value}
    return {"type": "str", "value": value}


DIALECT_ARGUMENTS = (
    "precision fields timezone length varying collation none_as_null astext_type text_type name schema "
    "inherit_schema as_tuple dimensions zero_indexes convert_int as_uuid filestream"
).split()


def type_json(type_):
    result = plain_type_json(type_)
    if type_._variant_mapping:
        result["variants"] = {"$map": [[name, plain_type_json(v)] for name, v in type_._variant_mapping.items()]}
    return result


def plain_type_json(type_):
    name = type(type_).__name__
    module = type(type_).__module__
    if module.startswith("sqlalchemy.dialects."):
        options = {}
        for argument in DIALECT_ARGUMENTS:
            value = type_.__dict__.get(argument)
            if value is None:
                continue
            options[argument] = type_json(value) if isinstance(value, sqltypes.TypeEngine) else value
        if name == "ENUM":
            options["enums"] = list(type_.enums)
        if name == "ARRAY":
            options["item_type"] = type_json(type_.item_type)
        options.pop("length", None) if name == "ENUM" else None
        return {"kind": "dialect", "dialect": module.split(".")[2], "name": name, "options": options}
    if isinstance(type_, sa.TypeDecorator) and not isinstance(type_, sa.Interval):
        qualname = type(type_).__qualname__
        return {
            "kind": "decorated",
            "module": module,
            "qualname": qualname,
            "repr": repr(type_),
            "impl": type_json(type_.impl_instance),
        }
    result = {"kind": name}
    if isinstance(type_, sa.Enum):
        default_length = max(len(x) for x in type_.enums) if type_.enums else 0
        result.update(
            enums=list(type_.enums),
            name=type_.name,
            schema=type_.schema,
            nativeEnum=type_.native_enum,
            createConstraint=type_.create_constraint,
            length=None if type_.length == default_length else type_.length,
            inheritSchema=type_.inherit_schema,
        )
    elif isinstance(type_, sa.String):
        result.update(length=type_.length, collation=type_.collation)
    elif isinstance(type_, sa.Float):
        result.update(precision=type_.precision, asdecimal=type_.asdecimal)
    elif isinstance(type_, sa.Numeric):
        result.update(precision=type_.precision, scale=type_.scale, asdecimal=type_.asdecimal)
    elif isinstance(type_, (sa.DateTime, sa.Time)):
        result.update(timezone=type_.timezone)
    elif isinstance(type_, sqltypes._Binary):
        result.update(length=type_.length)
    elif name == "Boolean":
        result.update(name=type_.name, createConstraint=type_.create_constraint)
    elif isinstance(type_, sa.Interval):
        result.update(native=type_.native, secondPrecision=type_.second_precision, dayPrecision=type_.day_precision)
    elif isinstance(type_, sa.Uuid):
        result.update(asUuid=type_.as_uuid, nativeUuid=type_.native_uuid)
    elif isinstance(type_, sa.JSON):
        result.update(noneAsNull=type_.none_as_null)
    elif isinstance(type_, sa.ARRAY):
        result.update(item=type_json(type_.item_type), dimensions=type_.dimensions, asTuple=type_.as_tuple)
    return result
