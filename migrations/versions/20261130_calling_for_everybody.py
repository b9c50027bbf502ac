"""Calling for everybody in a room"""

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'room_calls',
        sa.Column('room_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('seq', sa.BigInteger(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('sender_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_room_calls_room_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('room_id', 'seq', 'kind', name=op.f('pk_room_calls')),
    )
    op.add_column('mentions', sa.Column('named', sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column('rooms', sa.Column('callers', sa.String(length=10), nullable=True))


def downgrade() -> None:
    op.drop_column('rooms', 'callers')
    op.drop_column('mentions', 'named')
    op.drop_table('room_calls')
