## SYNTAX TEST "source.python.mako" "Alembic's script.py.mako"

"""${message}
## ^^ punctuation.section.embedded.begin.mako
##   ^^^^^^^ meta.embedded.python.retort
##          ^ punctuation.section.embedded.end.mako

Revision ID: ${up_revision}
##           ^^ punctuation.section.embedded.begin.mako
"""
${imports if imports else ""}
##        ^^ meta.embedded.python.retort keyword.control.flow.python
## a comment
  % for db_name in engines:
##^ keyword.control.mako
##  ^^^ meta.control.mako meta.embedded.python.retort keyword.control.flow.python
% endfor
##^^^^^^ keyword.control.mako
<%!
## <-- punctuation.section.embedded.begin.mako
    if 1: pass
##  ^^ meta.embedded.python.retort keyword.control.flow.python
%>
## <-- punctuation.section.embedded.end.mako
def upgrade():
## <-- storage.type.function.python
    ${upgrades if upgrades else "pass"}
##                               ^^^^ string.quoted.single.python
