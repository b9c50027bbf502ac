"""What a person's devices send in a day"""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('e2ee_people', sa.Column('mail_day', sa.Integer(), server_default='0', nullable=False))
    op.add_column('e2ee_people', sa.Column('mail_today', sa.BigInteger(), server_default='0', nullable=False))


def downgrade() -> None:
    op.drop_column('e2ee_people', 'mail_today')
    op.drop_column('e2ee_people', 'mail_day')
