"""Messages whose text is no Markdown: all that there were"""

import sqlalchemy as sa
from alembic import op


revision = 'plain'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('messages', sa.Column('plain', sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.drop_column('messages', 'plain')
