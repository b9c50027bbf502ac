"""Previews of links"""

import sqlalchemy as sa
from alembic import op


revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None


def big_id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'link_previews',
        sa.Column('id', big_id(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('good_until', sa.DateTime(), nullable=False),
        sa.Column('title', sa.Text(), nullable=True),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('site', sa.Text(), nullable=False),
        sa.Column('plays', sa.Boolean(), nullable=False),
        sa.Column('picture_width', sa.Integer(), nullable=True),
        sa.Column('picture_height', sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_link_previews')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_link_previews_digest_good_until'), 'link_previews', ['digest', 'good_until'])
    op.create_index(op.f('ix_link_previews_good_until'), 'link_previews', ['good_until'])
    op.create_table(
        'preview_pictures',
        sa.Column('preview_id', big_id(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['preview_id'],
            ['link_previews.id'],
            name=op.f('fk_preview_pictures_preview_id_link_previews'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('preview_id', name=op.f('pk_preview_pictures')),
        sqlite_autoincrement=True,
    )
    op.create_table(
        'message_previews',
        sa.Column('message_id', big_id(), nullable=False),
        sa.Column('preview_id', big_id(), nullable=False),
        sa.ForeignKeyConstraint(
            ['message_id'],
            ['messages.id'],
            name=op.f('fk_message_previews_message_id_messages'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['preview_id'],
            ['link_previews.id'],
            name=op.f('fk_message_previews_preview_id_link_previews'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('message_id', 'preview_id', name=op.f('pk_message_previews')),
    )
    op.create_index(op.f('ix_message_previews_preview_id'), 'message_previews', ['preview_id'])
    op.create_table(
        'preview_wishes',
        sa.Column('message_id', big_id(), nullable=False),
        sa.Column('wished_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['message_id'],
            ['messages.id'],
            name=op.f('fk_preview_wishes_message_id_messages'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('message_id', name=op.f('pk_preview_wishes')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_preview_wishes_wished_at'), 'preview_wishes', ['wished_at'])
    op.add_column('messages', sa.Column('previews', sa.Text(), nullable=True))
    op.add_column('rooms', sa.Column('without_previews', sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column('rooms', 'without_previews')
    op.drop_column('messages', 'previews')
    for table in ('preview_wishes', 'message_previews', 'preview_pictures', 'link_previews'):
        op.drop_table(table)
