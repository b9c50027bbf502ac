"""Pinned messages, in the order of each room"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pins',
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('room_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.BigInteger(), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pinned_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_pins_message_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_pins_room_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_pins_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_pins')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_pins_room_id_place'), 'pins', ['room_id', 'place'])
    op.add_column('messages', sa.Column('pinned', sa.Boolean(), nullable=True))
    op.add_column('rooms', sa.Column('pinning', sa.String(length=10), nullable=True))


def downgrade() -> None:
    op.drop_column('rooms', 'pinning')
    op.drop_column('messages', 'pinned')
    op.drop_index(op.f('ix_pins_room_id_place'), table_name='pins')
    op.drop_table('pins')
