"""What is to be confirmed in the inboxes of those who are asked to"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('inbox', sa.Column('asked_until', sa.DateTime(), nullable=True))
    # It stands for whatever else the message had for some of them.
    op.execute("""DELETE FROM inbox WHERE kind IN ('mention', 'reply') AND EXISTS (
        SELECT 1 FROM messages WHERE messages.room_id = inbox.room_id AND messages.seq = inbox.seq AND confirm_by IS NOT NULL)""")
    op.execute("""INSERT INTO inbox (room_id, seq, kind, actor_id, at, asked_until)
        SELECT room_id, seq, 'confirm', sender_id, created_at, confirm_by FROM messages WHERE confirm_by IS NOT NULL ORDER BY id""")
    op.execute("""INSERT INTO inbox_states (user_id, entry_id, read)
        SELECT confirmations.user_id, inbox.id, true FROM confirmations
        JOIN messages ON messages.id = confirmations.message_id
        JOIN inbox ON inbox.room_id = messages.room_id AND inbox.seq = messages.seq AND inbox.kind = 'confirm'""")


def downgrade() -> None:
    op.execute("DELETE FROM inbox WHERE kind = 'confirm'")
    op.drop_column('inbox', 'asked_until')
