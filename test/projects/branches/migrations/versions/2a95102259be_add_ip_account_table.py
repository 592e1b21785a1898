"""Add IP account table

Revision ID: 2a95102259be
Revises: 27c6a30d7c24
Create Date: 2024-03-05 14:07:09.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '2a95102259be'
down_revision: Union[str, Sequence[str], None] = '27c6a30d7c24'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = '55af2cb1c267'


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table("ips", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("ips")
