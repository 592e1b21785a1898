"""Cart items

Revision ID: daa5a0aa5b1c
Revises: d747a8a8879a
Create Date: 2024-03-05 14:07:09.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'daa5a0aa5b1c'
down_revision: Union[str, Sequence[str], None] = 'd747a8a8879a'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = ('29f859a13ea', 'networking')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table("cart_items", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("cart_items")
