"""Late fix

Revision ID: e0d3c7a1f001
Revises: 56f5d1b0c4a1
Create Date: 2024-03-05 14:07:09.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'e0d3c7a1f001'
down_revision: Union[str, Sequence[str], None] = '56f5d1b0c4a1'
branch_labels: Union[str, Sequence[str], None] = 'fixes'
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table("fixes", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("fixes")
