"""Rooms for newcomers, and invites into a room"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('rooms', sa.Column('newcomers', sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table('invites', table_kwargs={'sqlite_autoincrement': True}) as invites:
        invites.add_column(sa.Column('room_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        invites.create_foreign_key(op.f('fk_invites_room_id_rooms'), 'rooms', ['room_id'], ['id'], ondelete='CASCADE')
        invites.create_index(op.f('ix_invites_room_id'), ['room_id'])


def downgrade() -> None:
    with op.batch_alter_table('invites', table_kwargs={'sqlite_autoincrement': True}) as invites:
        invites.drop_index(op.f('ix_invites_room_id'))
        invites.drop_constraint(op.f('fk_invites_room_id_rooms'), type_='foreignkey')
        invites.drop_column('room_id')
    op.drop_column('rooms', 'newcomers')
