"""Keys, mail between devices and backups of encrypted rooms"""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('e2ee_state',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('lists', sa.BigInteger(), nullable=False),
    sa.Column('log_index', sa.BigInteger(), nullable=False),
    sa.Column('log_hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_e2ee_state'))
    )
    op.create_table('e2ee_backups',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('auth_data', sa.Text(), nullable=False),
    sa.Column('sessions', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('bytes', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_e2ee_backups_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_e2ee_backups')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_e2ee_backups_ended_at', 'e2ee_backups', ['ended_at'])
    op.create_index(op.f('ix_e2ee_backups_user_id'), 'e2ee_backups', ['user_id'])
    op.create_index('uq_e2ee_backups_current', 'e2ee_backups', ['user_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('e2ee_log',
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_e2ee_log_user_id')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_e2ee_log'))
    )
    op.create_table('e2ee_people',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('changed', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('joined', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('master_key', sa.Text(), nullable=True),
    sa.Column('self_signing_key', sa.Text(), nullable=True),
    sa.Column('user_signing_key', sa.Text(), nullable=True),
    sa.Column('recovery', sa.Text(), nullable=True),
    sa.Column('recovery_version', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_e2ee_people_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_e2ee_people'))
    )
    op.create_index(op.f('ix_e2ee_people_changed'), 'e2ee_people', ['changed'])
    op.create_table('e2ee_signatures',
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('master', sa.String(length=64), nullable=False),
    sa.Column('signatures', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['users.id'], name=op.f('fk_e2ee_signatures_person_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_e2ee_signatures_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('user_id', 'person_id', name=op.f('pk_e2ee_signatures'))
    )
    op.create_index(op.f('ix_e2ee_signatures_person_id'), 'e2ee_signatures', ['person_id'])
    op.create_table('e2ee_backup_sessions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('backup_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('room_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('session', sa.String(length=64), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('verified', sa.Boolean(), nullable=False),
    sa.Column('first_index', sa.BigInteger(), nullable=False),
    sa.Column('forwarded', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['backup_id'], ['e2ee_backups.id'], name=op.f('fk_e2ee_backup_sessions_backup_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_e2ee_backup_sessions')),
    sa.UniqueConstraint('backup_id', 'room_id', 'session', name=op.f('uq_e2ee_backup_sessions_backup_id_room_id_session')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_e2ee_backup_sessions_backup_id_id'), 'e2ee_backup_sessions', ['backup_id', 'id'])
    op.create_table('e2ee_devices',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('user_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device', sa.String(length=16), nullable=False),
    sa.Column('login_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('token_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('keys', sa.Text(), nullable=False),
    sa.Column('ed25519', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('removed', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('mail_count', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('mail_bytes', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('lost', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('lost_told', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.ForeignKeyConstraint(['login_id'], ['logins.id'], name=op.f('fk_e2ee_devices_login_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['token_id'], ['access_tokens.id'], name=op.f('fk_e2ee_devices_token_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_e2ee_devices_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_e2ee_devices')),
    sa.UniqueConstraint('login_id', name=op.f('uq_e2ee_devices_login_id')),
    sa.UniqueConstraint('token_id', name=op.f('uq_e2ee_devices_token_id')),
    sa.UniqueConstraint('user_id', 'device', name=op.f('uq_e2ee_devices_user_id_device')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_e2ee_devices_ended_at', 'e2ee_devices', ['ended_at'])
    op.create_table('e2ee_fallback_keys',
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key_id', sa.String(length=110), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('used', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['e2ee_devices.id'], name=op.f('fk_e2ee_fallback_keys_device_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('device_id', name=op.f('pk_e2ee_fallback_keys'))
    )
    op.create_table('e2ee_mail',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sender_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('type', sa.String(length=100), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['e2ee_devices.id'], name=op.f('fk_e2ee_mail_device_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sender_id'], ['users.id'], name=op.f('fk_e2ee_mail_sender_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_e2ee_mail')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_e2ee_mail_device_id_id'), 'e2ee_mail', ['device_id', 'id'])
    op.create_index(op.f('ix_e2ee_mail_sender_id_device_id'), 'e2ee_mail', ['sender_id', 'device_id'])
    op.create_table('e2ee_one_time_keys',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key_id', sa.String(length=110), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['device_id'], ['e2ee_devices.id'], name=op.f('fk_e2ee_one_time_keys_device_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_e2ee_one_time_keys')),
    sa.UniqueConstraint('device_id', 'key_id', name=op.f('uq_e2ee_one_time_keys_device_id_key_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_e2ee_one_time_keys_claimed_at'), 'e2ee_one_time_keys', ['claimed_at'])
    op.create_index(op.f('ix_e2ee_one_time_keys_device_id_claimed_at_id'), 'e2ee_one_time_keys', ['device_id', 'claimed_at', 'id'])
    op.create_table('e2ee_transactions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('undelivered', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['e2ee_devices.id'], name=op.f('fk_e2ee_transactions_device_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_e2ee_transactions')),
    sa.UniqueConstraint('device_id', 'name', name=op.f('uq_e2ee_transactions_device_id_name')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_e2ee_transactions_device_id_id'), 'e2ee_transactions', ['device_id', 'id'])
    op.create_index(op.f('ix_e2ee_transactions_made_at'), 'e2ee_transactions', ['made_at'])


def downgrade() -> None:
    op.drop_table('e2ee_transactions')
    op.drop_table('e2ee_one_time_keys')
    op.drop_table('e2ee_mail')
    op.drop_table('e2ee_fallback_keys')
    op.drop_table('e2ee_devices')
    op.drop_table('e2ee_backup_sessions')
    op.drop_table('e2ee_signatures')
    op.drop_table('e2ee_people')
    op.drop_table('e2ee_log')
    op.drop_table('e2ee_backups')
    op.drop_table('e2ee_state')
