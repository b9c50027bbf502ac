"""What calls for everybody, found in inboxes by its room"""

import sqlalchemy as sa
from alembic import op


revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

_OF_ALL = sa.text('user_id IS NULL')
_OF_ONE = sa.text('user_id IS NOT NULL')


def upgrade() -> None:
    op.create_index('ix_inbox_of_all', 'inbox', ['room_id', 'id'], sqlite_where=_OF_ALL, postgresql_where=_OF_ALL)
    op.create_index('ix_inbox_of_one', 'inbox', ['user_id', 'id'], sqlite_where=_OF_ONE, postgresql_where=_OF_ONE)
    op.drop_index(op.f('ix_inbox_user_id_id'), 'inbox')


def downgrade() -> None:
    op.create_index(op.f('ix_inbox_user_id_id'), 'inbox', ['user_id', 'id'])
    op.drop_index('ix_inbox_of_one', 'inbox')
    op.drop_index('ix_inbox_of_all', 'inbox')
