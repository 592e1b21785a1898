"""Random edits of a model file, as source text: what a developer would type between two migrations.

``mutate(text, seed)`` gives the new text and a sentence per edit. The edits know nothing of SQLAlchemy but the names of its
constructs; whether the result means anything is for the real tool to say.
"""

import ast
import random

ALIASES = "import sqlalchemy as _sa\nfrom sqlalchemy.dialects import postgresql as _pg\n"
TYPES = (
    "_sa.Integer()",
    "_sa.BigInteger()",
    "_sa.SmallInteger()",
    "_sa.String(40)",
    "_sa.String(200)",
    "_sa.String()",
    "_sa.Unicode(60)",
    "_sa.Text()",
    "_sa.UnicodeText()",
    "_sa.Boolean()",
    "_sa.Date()",
    "_sa.DateTime()",
    "_sa.DateTime(timezone=True)",
    "_sa.Time()",
    "_sa.Interval()",
    "_sa.Float()",
    "_sa.Double()",
    "_sa.REAL()",
    "_sa.Numeric()",
    "_sa.Numeric(10, 2)",
    "_sa.Numeric(12)",
    "_sa.DECIMAL(8, 3)",
    "_sa.LargeBinary()",
    "_sa.LargeBinary(30)",
    "_sa.JSON()",
    "_sa.Uuid()",
    "_sa.CHAR(3)",
    "_sa.VARCHAR(20)",
    "_sa.TIMESTAMP()",
    "_sa.Enum('red', 'green', name='zz_color')",
    "_sa.Enum('a', 'bb', name='zz_flat', native_enum=False)",
    "_sa.Enum('x', 'y', name='zz_ck', native_enum=False, create_constraint=True)",
    "_sa.Boolean(name='zz_bool', create_constraint=True)",
    "_sa.String(30).with_variant(_pg.CITEXT(), 'postgresql')",
    "_sa.JSON().with_variant(_pg.JSONB(), 'postgresql')",
    "_sa.ARRAY(_sa.Integer())",
    "_pg.UUID(as_uuid=True)",
    "_pg.INET()",
    "_pg.ARRAY(_sa.String(5))",
    "_pg.TIMESTAMP(precision=3)",
    "_pg.INTERVAL(fields='DAY TO SECOND')",
    "_pg.TSVECTOR()",
    "_pg.INT4RANGE()",
)
# Types that every database has.
PORTABLE = TYPES[:35]
DEFAULTS = {
    "String": ("'x'", "_sa.text(\"'it''s'\")", "''", "'a%b'", "\"it's\"", "_sa.text(\"'q'\")"),
    "Text": ("'long'", "_sa.text(\"'q'\")"),
    "Unicode": ("'x'",),
    "UnicodeText": ("'x'",),
    "VARCHAR": ("'x'",),
    "CHAR": ("'abc'",),
    "Integer": ("'0'", "_sa.text('5')", "'-1'", "_sa.text('1 + 1')"),
    "BigInteger": ("'0'", "_sa.text('7')"),
    "SmallInteger": ("'3'",),
    "Boolean": ("_sa.true()", "_sa.false()", "_sa.text('true')"),
    "DateTime": ("_sa.func.now()", "_sa.text('CURRENT_TIMESTAMP')", "_sa.func.current_timestamp()"),
    "TIMESTAMP": ("_sa.func.now()",),
    "Date": ("_sa.func.current_date()", "_sa.text('CURRENT_DATE')"),
    "Time": ("_sa.text('CURRENT_TIME')",),
    "Float": ("'0.5'", "_sa.text('1.5')"),
    "Double": ("'2'",),
    "REAL": ("'0'",),
    "Numeric": ("'0'", "_sa.text('0.00')", "'1.50'"),
    "DECIMAL": ("'0'",),
    "JSON": (),
}
COMMENTS = ("'plain words'", "\"it's quoted\"", "'two\\nlines'", "'per cent % and : colon'", "'ünïcode ✓'", "''")


class Source:
    """A text with the offsets of its syntax tree."""

    def __init__(self, text):
        self.text = text
        self.tree = ast.parse(text)
        self.lines = [0]
        for line in text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def offset(self, line, column):
        start = self.lines[line - 1]
        text = self.text[start : self.lines[line]] if line < len(self.lines) else self.text[start:]
        return start + len(text.encode()[:column].decode())

    def span(self, node):
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def of(self, node):
        start, end = self.span(node)
        return self.text[start:end]


def callee(node):
    if not isinstance(node, ast.Call):
        return None
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)


def is_column(node):
    return callee(node) in ("Column", "mapped_column", "_Column")


class Place:
    """A column: its call, and what holds it (a class body's statement, or a Table's arguments)."""

    def __init__(self, call, statement, owner):
        self.call = call
        self.statement = statement
        self.owner = owner

    def keyword(self, name):
        return next((each for each in self.call.keywords if each.arg == name), None)

    @property
    def is_key(self):
        return self.keyword("primary_key") is not None


def places(source):
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            if not any(
                isinstance(each, (ast.Assign, ast.AnnAssign)) and "__tablename__" in source.of(each) for each in node.body
            ):
                continue
            for statement in node.body:
                value = getattr(statement, "value", None)
                if isinstance(statement, (ast.Assign, ast.AnnAssign)) and is_column(value):
                    found.append(Place(value, statement, node))
        elif callee(node) == "Table":
            found += [Place(each, None, node) for each in node.args if is_column(each)]
    return found


def models(source):
    """Classes with a `__tablename__` of their own."""
    return [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(each, (ast.Assign, ast.AnnAssign)) and "__tablename__" in source.of(each) for each in node.body)
    ]


def tables(source):
    return [node for node in ast.walk(source.tree) if callee(node) == "Table" and len(node.args) > 2]


def name_of(place, source):
    first = place.call.args[0] if place.call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    if place.statement is None:
        return None
    target = place.statement.targets[0] if isinstance(place.statement, ast.Assign) else place.statement.target
    return getattr(target, "id", None)


def type_of(place):
    """The positional argument that is the type, or None."""
    for each in place.call.args[:2]:
        name = callee(each) if isinstance(each, ast.Call) else getattr(each, "attr", getattr(each, "id", None))
        if isinstance(each, ast.Constant) or name is None or name in ("ForeignKey", "Identity", "Computed"):
            continue
        return each
    return None


def indent_of(source, node):
    return " " * node.col_offset


class Mutation:
    def __init__(self, text, seed):
        self.random = random.Random(seed)
        self.text = text
        self.told = []

    def edit(self, start, end, new, told):
        self.text = self.text[:start] + new + self.text[end:]
        self.told.append(told)
        return True

    # Each gives True where it found something to change.

    def set_keyword(self, source, place, name, value, told):
        keyword = place.keyword(name)
        if keyword is not None:
            start, end = source.span(keyword.value)
            return self.edit(start, end, value, told)
        start, end = source.span(place.call)
        before = source.text[start : end - 1].rstrip()
        comma = "" if before.endswith(("(", ",")) else ", "
        return self.edit(start + len(before), end - 1, f"{comma}{name}={value}", told)

    def drop_keyword(self, source, place, name, told):
        keyword = place.keyword(name)
        if keyword is None:
            return False
        start, end = source.span(keyword)
        after = source.text[end:]
        stripped = after.lstrip()
        if stripped.startswith(","):
            return self.edit(start, end + len(after) - len(stripped) + 1, "", told)
        return self.edit(start, end, "", told)

    def add_column(self, source, place):
        type_ = self.random.choice(PORTABLE)
        options = []
        kind = type_.split(".")[1].split("(")[0]
        defaults = DEFAULTS.get(kind, ())
        if defaults and self.random.random() < 0.4:
            options.append(f"server_default={self.random.choice(defaults)}")
        if self.random.random() < 0.4:
            options.append(f"nullable={self.random.random() < 0.5}")
        if self.random.random() < 0.2:
            options.append("index=True")
        if self.random.random() < 0.15:
            options.append("unique=True")
        if self.random.random() < 0.2:
            options.append(f"comment={self.random.choice(COMMENTS)}")
        name = f"zz_{self.random.randrange(100)}"
        if place.statement is not None:
            start, end = source.span(place.statement)
            made = f"\n{indent_of(source, place.statement)}{name} = _sa.Column({', '.join([type_, *options])})"
            return self.edit(end, end, made, f"add column {name} {type_}")
        start, end = source.span(place.call)
        made = f", _sa.Column('{name}', {', '.join([type_, *options])})"
        return self.edit(end, end, made, f"add column {name} {type_}")

    def add_reference(self, source, place):
        """A column with a foreign key to a table of the same file."""
        names = [each for each in (table_name(node, source) for node in [*models(source), *tables(source)]) if each]
        keys = [(self.owner_name(p, source), name_of(p, source)) for p in places(source) if p.is_key]
        keys = [key for key in keys if all(key) and key[0] in names]
        if not keys:
            return False
        table, column = self.random.choice(keys)
        options = self.random.choice(
            ("", ", ondelete='CASCADE'", ", onupdate='CASCADE', ondelete='SET NULL'", ", name='zz_fk'", ", deferrable=True, initially='DEFERRED'")
        )
        call = f"_sa.Column({{}}_sa.ForeignKey('{table}.{column}'{options}))"
        told = f"add a foreign key to {table}.{column}{options}"
        if place.statement is not None:
            _, end = source.span(place.statement)
            return self.edit(end, end, f"\n{indent_of(source, place.statement)}zz_ref = {call.format('')}", told)
        _, end = source.span(place.call)
        return self.edit(end, end, ", " + call.format("'zz_ref', "), told)

    def owner_name(self, place, source):
        return table_name(place.owner, source)

    def drop_column(self, source, place):
        if place.is_key:
            return False
        name = name_of(place, source)
        if place.statement is not None:
            start, end = source.span(place.statement)
            return self.edit(start, end, "pass", f"drop column {name}")
        start, end = source.span(place.call)
        rest = source.text[end:]
        comma = len(rest) - len(rest.lstrip()) + 1 if rest.lstrip().startswith(",") else 0
        return self.edit(start, end + comma, "", f"drop column {name}")

    def rename_column(self, source, place):
        first = place.call.args[0] if place.call.args else None
        name = name_of(place, source)
        if isinstance(first, ast.Constant):
            start, end = source.span(first)
            return self.edit(start, end, repr(f"{name}_zz"), f"rename column {name}")
        start, end = source.span(place.call.func)
        rest = source.text[end:]
        comma = "" if rest.startswith("()") else ", "
        return self.edit(end + 1, end + 1, f"{name + '_zz'!r}{comma}", f"rename column {name}")

    def retype(self, source, place):
        node = type_of(place)
        if node is None:
            return False
        new = self.random.choice(PORTABLE)
        start, end = source.span(node)
        return self.edit(start, end, new, f"retype {name_of(place, source)} to {new}")

    def resize(self, source, place):
        node = type_of(place)
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            return False
        value = node.args[0].value
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        start, end = source.span(node.args[0])
        return self.edit(start, end, str(value + self.random.choice((1, 100, -1))), f"resize {name_of(place, source)}")

    def toggle_nullable(self, source, place):
        if place.is_key:
            return False
        keyword = place.keyword("nullable")
        now = keyword is None or getattr(keyword.value, "value", None) is True
        return self.set_keyword(source, place, "nullable", str(not now), f"nullable={not now} of {name_of(place, source)}")

    def toggle_index(self, source, place):
        name = self.random.choice(("index", "unique"))
        told = f"{name} of {name_of(place, source)}"
        if place.keyword(name) is not None:
            return self.drop_keyword(source, place, name, f"drop {told}")
        return self.set_keyword(source, place, name, "True", f"set {told}")

    def change_default(self, source, place):
        if place.keyword("server_default") is not None and self.random.random() < 0.5:
            return self.drop_keyword(source, place, "server_default", f"drop server default of {name_of(place, source)}")
        node = type_of(place)
        kind = (callee(node) or getattr(node, "attr", getattr(node, "id", None))) if node is not None else None
        defaults = DEFAULTS.get(kind or "", ())
        if not defaults:
            return False
        value = self.random.choice(defaults)
        return self.set_keyword(source, place, "server_default", value, f"server_default={value} of {name_of(place, source)}")

    def change_comment(self, source, place):
        value = self.random.choice(COMMENTS)
        return self.set_keyword(source, place, "comment", value, f"comment={value} of {name_of(place, source)}")

    def change_reference(self, source, place):
        calls = [each for each in ast.walk(place.call) if callee(each) == "ForeignKey"]
        if not calls:
            return False
        fake = Place(calls[0], None, None)
        name = self.random.choice(("ondelete", "onupdate"))
        if fake.keyword(name) is not None and self.random.random() < 0.5:
            return self.drop_keyword(source, fake, name, f"drop {name} of {name_of(place, source)}")
        value = self.random.choice(("'CASCADE'", "'SET NULL'", "'RESTRICT'", "'NO ACTION'"))
        return self.set_keyword(source, fake, name, value, f"{name}={value} of {name_of(place, source)}")

    def drop_reference(self, source, place):
        calls = [each for each in place.call.args if callee(each) == "ForeignKey"]
        if not calls or type_of(place) is None:
            return False
        start, end = source.span(calls[0])
        rest = source.text[end:]
        comma = len(rest) - len(rest.lstrip()) + 1 if rest.lstrip().startswith(",") else 0
        return self.edit(start, end + comma, "", f"drop the foreign key of {name_of(place, source)}")

    def add_table_item(self, source, place):
        """An index, constraint or comment of a whole table."""
        siblings = [p for p in places(source) if p.owner is place.owner]
        names = [name for name in (name_of(p, source) for p in siblings) if name]
        if not names:
            return False
        chosen = self.random.sample(names, min(len(names), self.random.choice((1, 1, 2))))
        one = chosen[0]
        quoted = ", ".join(map(repr, chosen))
        tag = self.random.randrange(1000)
        items = (
            f"_sa.Index('zz_ix_{tag}', {quoted})",
            f"_sa.Index('zz_ix_{tag}', {quoted}, unique=True)",
            f"_sa.Index(None, {quoted})",
            f"_sa.Index('zz_ix_{tag}', {quoted}, postgresql_where=_sa.text('{one} IS NOT NULL'), sqlite_where=_sa.text('{one} IS NOT NULL'))",
            f"_sa.Index('zz_ix_{tag}', _sa.text('lower({one})'))",
            f"_sa.Index('zz_ix_{tag}', _sa.text('{one} DESC'))",
            f"_sa.Index('zz_ix_{tag}', {quoted}, postgresql_using='hash')" if len(chosen) == 1 else f"_sa.Index('zz_ix_{tag}', {quoted}, postgresql_include=[{one!r}])",
            f"_sa.UniqueConstraint({quoted}, name='zz_uq_{tag}')",
            f"_sa.UniqueConstraint({quoted})",
            f"_sa.CheckConstraint('{one} IS NOT NULL', name='zz_ck_{tag}')",
        )
        item = self.random.choice(items)
        if isinstance(place.owner, ast.Call):
            _, end = source.span(siblings[-1].call)
            return self.edit(end, end, f", {item}", f"add {item}")
        existing = [each for each in place.owner.body if isinstance(each, ast.Assign) and "__table_args__" in source.of(each).split("=")[0]]
        if existing:
            value = existing[0].value
            if not isinstance(value, ast.Tuple) or not value.elts:
                return False
            start, _ = source.span(value.elts[0])
            return self.edit(start, start, f"{item}, ", f"add {item}")
        _, end = source.span(siblings[-1].statement)
        indent = indent_of(source, siblings[-1].statement)
        if self.random.random() < 0.2:
            comment = self.random.choice(COMMENTS)
            return self.edit(end, end, f"\n{indent}__table_args__ = {{'comment': {comment}}}", f"table comment {comment}")
        return self.edit(end, end, f"\n{indent}__table_args__ = ({item},)", f"add {item}")

    def drop_table_item(self, source, place):
        calls = [
            each
            for each in ast.walk(place.owner)
            if callee(each) in ("Index", "UniqueConstraint", "CheckConstraint", "ForeignKeyConstraint")
        ]
        if not calls:
            return False
        call = self.random.choice(calls)
        start, end = source.span(call)
        rest = source.text[end:]
        if not rest.lstrip().startswith(","):
            return False
        return self.edit(start, end + len(rest) - len(rest.lstrip()) + 1, "", f"drop {source.of(call)[:60]}")

    def rename_table(self, source, place):
        node = place.owner
        if isinstance(node, ast.Call):
            first = node.args[0]
        else:
            first = next(
                each.value for each in node.body if isinstance(each, (ast.Assign, ast.AnnAssign)) and "__tablename__" in source.of(each)
            )
        if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
            return False
        start, end = source.span(first)
        return self.edit(start, end, repr(first.value + "_zz"), f"rename table {first.value}")

    def drop_table(self, source, place):
        node = place.owner
        if not isinstance(node, ast.ClassDef):
            return False
        start, end = source.span(node)
        return self.edit(start, end, "pass", f"drop class {node.name}")

    def add_table(self, source, place):
        node = place.owner
        if not isinstance(node, ast.ClassDef) or node.col_offset != 0 or not node.bases:
            return False
        bases = [base for base in node.bases if "Base" in source.of(base) or "Model" in source.of(base)]
        if not bases:
            return False
        columns = "".join(
            f"    c{index} = _sa.Column({self.random.choice(PORTABLE)}{self.random.choice(('', ', nullable=False', ', index=True', ', unique=True'))})\n"
            for index in range(self.random.randrange(1, 5))
        )
        tag = self.random.randrange(1000)
        made = (
            f"\n\nclass ZzTable{tag}({source.of(bases[-1])}):\n    __tablename__ = 'zz_table_{tag}'\n"
            f"    zz_id = _sa.Column(_sa.Integer, primary_key=True)\n{columns}"
        )
        return self.edit(len(self.text), len(self.text), made, f"add table zz_table_{tag}")

    # Rarely valid ones seldom; column changes often, as in life.
    KINDS = (
        *("add_column", "add_column", "add_column", "drop_column", "drop_column", "rename_column", "retype", "retype"),
        *("resize", "toggle_nullable", "toggle_nullable", "toggle_index", "change_default", "change_default"),
        *("change_comment", "add_reference", "change_reference", "drop_reference", "add_table_item", "add_table_item"),
        *("drop_table_item", "rename_table", "drop_table", "add_table"),
    )


def table_name(node, source):
    if isinstance(node, ast.Call):
        first = node.args[0] if node.args else None
    else:
        found = [
            each.value for each in node.body if isinstance(each, (ast.Assign, ast.AnnAssign)) and "__tablename__" in source.of(each)
        ]
        first = found[0] if found else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def with_aliases(text):
    """The aliases stand behind the docstring and the imports of `__future__`."""
    tree = ast.parse(text)
    line = 0
    for index, node in enumerate(tree.body):
        is_docstring = index == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_docstring or (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            line = node.end_lineno
    lines = text.splitlines(keepends=True)
    return "".join(lines[:line]) + ALIASES + "".join(lines[line:])


def mutate(text, seed):
    mutation = Mutation(text, seed)
    wanted = mutation.random.choice((1, 1, 1, 2, 3))
    for _ in range(60):
        if len(mutation.told) == wanted:
            break
        source = Source(mutation.text)
        found = places(source)
        if not found:
            break
        kind = mutation.random.choice(Mutation.KINDS)
        before = mutation.text
        try:
            getattr(mutation, kind)(source, mutation.random.choice(found))
            ast.parse(mutation.text)
        except SyntaxError:
            if mutation.text != before:
                mutation.told.pop()
            mutation.text = before
    return with_aliases(mutation.text), mutation.told
