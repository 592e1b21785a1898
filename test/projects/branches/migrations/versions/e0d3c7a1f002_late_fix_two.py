"""Late fix two

Revision ID: e0d3c7a1f002
Revises: e0d3c7a1f001
Create Date: 2024-03-05 14:07:09.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'e0d3c7a1f002'
down_revision: Union[str, Sequence[str], None] = 'e0d3c7a1f001'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = 'd747a8a8879a'


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table("fixes_two", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("fixes_two")
