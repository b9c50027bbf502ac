"""Sections of lists of rooms"""

import sqlalchemy as sa
from alembic import op


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sections',
        sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('folded', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_sections_user_id_users'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', 'number', name=op.f('pk_sections')),
    )
    op.add_column('memberships', sa.Column('section', sa.Integer(), nullable=True))
    op.add_column('memberships', sa.Column('hidden_seq', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('memberships', 'hidden_seq')
    op.drop_column('memberships', 'section')
    op.drop_table('sections')
