/** A small project for tests of the editor's features; a fixture adds or replaces files by writing them after it. */
export const shop = `
//- /app/alembic.ini
[alembic]
script_location = %(here)s/migrations
prepend_sys_path = .
sqlalchemy.url = postgresql://app@localhost/shop
//- /app/migrations/env.py
from alembic import context
from sqlalchemy import engine_from_config, pool
from models import Base

config = context.config
target_metadata = Base.metadata


def run_migrations_offline():
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url, target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online():
    connectable = engine_from_config(config.get_section(config.config_ini_section), poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
//- /app/migrations/script.py.mako
"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from alembic import op
import sqlalchemy as sa
\${imports if imports else ""}

revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = \${repr(branch_labels)}
depends_on = \${repr(depends_on)}


def upgrade():
    \${upgrades if upgrades else "pass"}


def downgrade():
    \${downgrades if downgrades else "pass"}
//- /app/migrations/versions/a1_users.py
"""Create users

Revision ID: a1b2c3d4e5f6
Revises:
Create Date: 2026-01-01 10:00:00

"""
from alembic import op
import sqlalchemy as sa

revision = "a1b2c3d4e5f6"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("users")
//- /app/migrations/versions/b2_name.py
"""Add a name

Revision ID: b2b2c3d4e5f6
Revises: a1b2c3d4e5f6
Create Date: 2026-01-02 10:00:00

"""
from alembic import op
import sqlalchemy as sa

revision = "b2b2c3d4e5f6"
down_revision = "a1b2c3d4e5f6"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("name", sa.String(length=80), nullable=True))


def downgrade():
    op.drop_column("users", "name")
//- /app/models.py
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    email = Column(String(255), nullable=False)
    name = Column(String(80))
`;

export const paths = {
  ini: '/app/alembic.ini',
  models: '/app/models.py',
  env: '/app/migrations/env.py',
  first: '/app/migrations/versions/a1_users.py',
  second: '/app/migrations/versions/b2_name.py',
} as const;

/** models.py with the body of `User`, and more classes behind it. */
export function withModels(userBody: string, more = ''): string {
  return `${shop}
//- /app/models.py
from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    email = Column(String(255), nullable=False)
    name = Column(String(80))
${userBody}
${more}
`;
}
