"""What people say of themselves"""

import sqlalchemy as sa
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('statuses',
        sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
        sa.Column('emoji', sa.String(length=64), nullable=True),
        sa.Column('text', sa.String(length=100), nullable=False),
        sa.Column('until', sa.DateTime(), nullable=True),
        sa.Column('dnd_until', sa.DateTime(), nullable=True),
        sa.Column('time_zone', sa.String(length=64), nullable=True),
        sa.Column('zone_chosen', sa.Boolean(), nullable=False),
        sa.Column('hours', sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_statuses_user_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', name=op.f('pk_statuses')),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table('statuses')
