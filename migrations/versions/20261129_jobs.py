"""Work that outlives the process; the first is to fold the messages that have no form yet"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    jobs = op.create_table('jobs',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=True),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=True),
    sa.Column('leased_by', sa.String(length=100), nullable=True),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_jobs_due_at'), 'jobs', ['due_at'])
    for name, which in (
        ('uq_jobs_waiting', 'leased_by IS NULL AND due_at IS NOT NULL'),
        ('uq_jobs_running', 'leased_by IS NOT NULL'),
    ):
        op.create_index(
            name, 'jobs', ['kind', 'key'], unique=True,
            sqlite_where=sa.text(which), postgresql_where=sa.text(which),
        )
    # weconnect/messages/backfill.py
    connection = op.get_bind()
    if connection.execute(sa.text('SELECT 1 FROM messages LIMIT 1')).first():
        now = datetime.now(UTC).replace(tzinfo=None)
        op.execute(jobs.insert().values(
            kind='fold_messages', key='all', payload='{}', due_at=now, created_at=now
        ))


def downgrade() -> None:
    op.drop_table('jobs')
