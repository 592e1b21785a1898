"""Add order id

The first line is the title; this is the rest,
  with an indent.

Revision ID: 2b1ae634e5cd
Revises: 3512b954651e
Create Date: 2024-03-05 14:07:09.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '2b1ae634e5cd'
down_revision: Union[str, Sequence[str], None] = '3512b954651e'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("orders")
