"""Add invoices

Revision ID: 56f5d1b0c4a1
Revises: 53fffde5ad5
Create Date: 2024-03-05 14:07:09.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '56f5d1b0c4a1'
down_revision: Union[str, Sequence[str], None] = '53fffde5ad5'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table("invoices", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("invoices")
