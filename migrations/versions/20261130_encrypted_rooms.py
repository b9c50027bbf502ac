"""Encrypted rooms, and messages that the server cannot read"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('rooms', sa.Column('encrypted_from', sa.BigInteger(), nullable=True))
    op.add_column('rooms', sa.Column('keys_version', sa.BigInteger(), server_default='0', nullable=False))
    op.add_column('messages', sa.Column('sealed', sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column('messages', 'sealed')
    op.drop_column('rooms', 'keys_version')
    op.drop_column('rooms', 'encrypted_from')
