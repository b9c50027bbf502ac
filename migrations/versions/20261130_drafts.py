"""Drafts"""

import sqlalchemy as sa
from alembic import op


revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('drafts',
    sa.Column('user_id', ID, nullable=False),
    sa.Column('room_id', ID, nullable=False),
    sa.Column('root_id', ID, nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('client_id', sa.String(length=36), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=True),
    sa.Column('reply_to', ID, nullable=True),
    sa.Column('updated_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['room_id', 'user_id'], ['memberships.room_id', 'memberships.user_id'], name=op.f('fk_drafts_room_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'room_id', 'root_id', name=op.f('pk_drafts'))
    )


def downgrade() -> None:
    op.drop_table('drafts')
