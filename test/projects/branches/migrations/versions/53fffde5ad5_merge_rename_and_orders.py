"""Merge rename and orders

Revision ID: 53fffde5ad5
Revises: 2b1ae634e5cd, 3adcc9a56557
Create Date: 2024-03-05 14:07:09.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '53fffde5ad5'
down_revision: Union[str, Sequence[str], None] = ('2b1ae634e5cd', '3adcc9a56557')
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    pass


def downgrade() -> None:
    """Downgrade schema."""
    pass
