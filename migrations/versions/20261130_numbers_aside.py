"""Numbers of what stands in threads only"""

import sqlalchemy as sa
from alembic import op


revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('messages', sa.Column('asides', sa.BigInteger(), nullable=True))
    messages = sa.table('messages', sa.column('room_id'), sa.column('seq'), sa.column('in_room'), sa.column('asides'))
    before = messages.alias()
    number = (
        sa.select(sa.func.count())
        .where(before.c.room_id == messages.c.room_id, before.c.in_room.is_(sa.false()), before.c.seq <= messages.c.seq)
        .scalar_subquery()
    )
    op.execute(messages.update().where(messages.c.in_room.is_(sa.false())).values(asides=number))


def downgrade() -> None:
    # No batch: on SQLite it copies the table, and what hangs on the old one goes with it.
    op.drop_column('messages', 'asides')
