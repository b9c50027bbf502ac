"""What messages said before they were edited"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('message_versions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=True),
    sa.Column('edited_at', sa.DateTime(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_message_versions_message_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_versions')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_message_versions_message_id'), 'message_versions', ['message_id'])
    op.create_index(op.f('ix_message_versions_replaced_at'), 'message_versions', ['replaced_at'])


def downgrade() -> None:
    op.drop_index(op.f('ix_message_versions_replaced_at'), table_name='message_versions')
    op.drop_index(op.f('ix_message_versions_message_id'), table_name='message_versions')
    op.drop_table('message_versions')
