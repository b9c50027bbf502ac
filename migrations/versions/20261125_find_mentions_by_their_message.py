"""Find mentions by their message: it is edited or deleted"""

from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f('ix_mentions_room_id_seq'), 'mentions', ['room_id', 'seq'])


def downgrade() -> None:
    op.drop_index(op.f('ix_mentions_room_id_seq'), table_name='mentions')
