"""Socket events of encryption."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire import e2ee as wire

from . import directory, mail, one_time_keys
from . import sync as news


@on(wire.QueryKeys, price=3)
def query_keys(connection: Connection, command: wire.QueryKeys) -> wire.FoundKeys:
    return directory.query_keys(connection.actor, command)


@on(wire.ClaimKeys, price=3)
def claim_keys(connection: Connection, command: wire.ClaimKeys) -> wire.ClaimedKeys:
    return one_time_keys.claim_keys(connection.actor, command)


@on(wire.SendMail, price=3)
def send_mail(connection: Connection, command: wire.SendMail) -> wire.MailSent:
    return mail.send_mail(connection.actor, command)


@on(wire.SyncDevice, price=2)
def sync_device(connection: Connection, command: wire.SyncDevice) -> wire.DeviceNews:
    return news.sync(connection.actor, command)
