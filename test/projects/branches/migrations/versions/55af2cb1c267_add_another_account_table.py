"""Add another account table

Revision ID: 55af2cb1c267
Revises: 56f5d1b0c4a1
Create Date: 2024-03-05 14:07:09.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '55af2cb1c267'
down_revision: Union[str, Sequence[str], None] = '56f5d1b0c4a1'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table("more_accounts", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("more_accounts")
