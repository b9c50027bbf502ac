"""Files"""

import sqlalchemy as sa
from alembic import op


revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('file_chunks',
    sa.Column('key', sa.String(length=48), nullable=False),
    sa.Column('start', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'start', name=op.f('pk_file_chunks'))
    )
    op.create_table('file_objects',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('length', sa.BigInteger(), nullable=False),
    sa.Column('received', sa.BigInteger(), nullable=False),
    sa.Column('place', sa.String(length=10), nullable=False),
    sa.Column('upload', sa.Text(), nullable=False),
    sa.Column('writer', sa.String(length=32), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file_objects'))
    )
    op.create_index('ix_file_objects_gone', 'file_objects', ['id'], sqlite_where=sa.text("state = 'gone'"), postgresql_where=sa.text("state = 'gone'"))

    op.create_table('file_blobs',
    sa.Column('object_id', sa.String(length=32), nullable=False),
    sa.Column('variant', sa.String(length=10), nullable=False),
    sa.Column('place', sa.String(length=10), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('type', sa.String(length=100), nullable=False),
    sa.ForeignKeyConstraint(['object_id'], ['file_objects.id'], name=op.f('fk_file_blobs_object_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('object_id', 'variant', name=op.f('pk_file_blobs'))
    )
    op.create_index(op.f('ix_file_blobs_place'), 'file_blobs', ['place'])

    op.create_table('files',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('object_id', sa.String(length=32), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('room_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('message_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('refusal', sa.Text(), nullable=True),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('alt', sa.Text(), nullable=False),
    sa.Column('folded', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('variant', sa.String(length=10), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('thumbnails', sa.Text(), nullable=True),
    sa.Column('moving', sa.Boolean(), nullable=False),
    sa.Column('sealed', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['messages.id'], name=op.f('fk_files_message_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['object_id'], ['file_objects.id'], name=op.f('fk_files_object_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['users.id'], name=op.f('fk_files_owner_id')),
    sa.ForeignKeyConstraint(['room_id'], ['rooms.id'], name=op.f('fk_files_room_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_files'))
    )
    op.create_index('ix_files_loose', 'files', ['expires_at'], sqlite_where=sa.text('message_id IS NULL'), postgresql_where=sa.text('message_id IS NULL'))
    op.create_index(op.f('ix_files_message_id'), 'files', ['message_id'])
    op.create_index(op.f('ix_files_object_id'), 'files', ['object_id'])
    op.create_index(op.f('ix_files_owner_id_size'), 'files', ['owner_id', 'size'])
    op.create_index(op.f('ix_files_room_id_message_id'), 'files', ['room_id', 'message_id'])

    op.add_column('messages', sa.Column('attachments', sa.Text(), nullable=True))



def downgrade() -> None:
    op.drop_column('messages', 'attachments')

    op.drop_index(op.f('ix_files_room_id_message_id'), table_name='files')
    op.drop_index(op.f('ix_files_owner_id_size'), table_name='files')
    op.drop_index(op.f('ix_files_object_id'), table_name='files')
    op.drop_index(op.f('ix_files_message_id'), table_name='files')
    op.drop_index('ix_files_loose', table_name='files')

    op.drop_table('files')
    op.drop_index(op.f('ix_file_blobs_place'), table_name='file_blobs')

    op.drop_table('file_blobs')
    op.drop_index('ix_file_objects_gone', table_name='file_objects')

    op.drop_table('file_objects')
    op.drop_table('file_chunks')
