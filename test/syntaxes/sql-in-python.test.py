# SYNTAX TEST "source.python" "SQL in strings that are run"

op.execute("UPDATE users SET name = 1")
# <-- variable.other.python
#  ^^^^^^^ meta.function-call.generic.python
#         ^ punctuation.definition.arguments.begin.python
#          ^ string.quoted.single.python punctuation.definition.string.begin.python
#           ^^^^^^ meta.embedded.sql.retort keyword.other.DML.sql
#                  ^^^^^ meta.embedded.sql.retort
#                        ^^^ keyword.other.DML.sql
#                                   ^ constant.numeric.sql
#                                    ^ punctuation.definition.string.end.python
#                                     ^ punctuation.definition.arguments.end.python

op.execute(
    """
    SELECT 1  -- a comment of SQL
#   ^^^^^^ meta.embedded.sql.retort keyword.other.DML.sql
    """,
    2,
#   ^ constant.numeric.dec.python - meta.embedded.sql.retort
)
op.execute(sa.text(f"delete from {table} where id = '{{}}'"))
#             ^^^^ meta.function-call.generic.python
#                  ^ storage.type.string.python
#                    ^^^^^^ keyword.other.DML.sql
#                                ^ constant.character.format.placeholder.other.python
#                                 ^^^^^ meta.interpolation.retort
#                                        ^^^^^ keyword.other.DML.sql
#                                                    ^^ constant.character.escape.python

connection.execute(text(r'select \d'))
#                       ^ storage.type.string.python
#                         ^^^^^^ keyword.other.DML.sql

op.execute(f"select 1 where id = '{name}' -- note")
#                                  ^^^^ string.quoted.single.sql meta.interpolation.retort
#                                         ^^^^^^^ comment.line.double-dash.sql
#                                                ^ punctuation.definition.string.end.python

message = "select a name"
#          ^^^^^^ - keyword.other.DML.sql
widget.text("select a name")
#            ^^^^^^ - keyword.other.DML.sql
# op.execute("select 1")
#             ^^^^^^ comment.line.number-sign.python - keyword.other.DML.sql
op.create_table("select")
#                ^^^^^^ - keyword.other.DML.sql
pass
# <-- keyword.control.flow.python
