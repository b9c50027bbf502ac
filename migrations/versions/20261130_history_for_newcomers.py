"""What of a room those see who come later"""

import sqlalchemy as sa
from alembic import op


revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('rooms', sa.Column('hides_history', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('memberships', sa.Column('visible_from_seq', sa.BigInteger(), server_default=sa.text('0'), nullable=False))


def downgrade() -> None:
    op.drop_column('memberships', 'visible_from_seq')
    op.drop_column('rooms', 'hides_history')
