"""REST operations of encryption."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.session import address
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import e2ee as wire

from . import (
    backup,
    devices,
    directory,
    identity,
    identity_log,
    mail,
    one_time_keys,
    recovery,
    reports,
)
from . import sync as news
from .throttles import LARGEST_BODY

BACKUP = "/e2ee/backup/<int:version>/sessions"

api = Door("e2ee")


@api.route("PUT", "/e2ee/device", body=wire.PutDevice, status=HTTPStatus.NO_CONTENT, errors=(409,))
def put_device(actor: Actor, body: wire.PutDevice) -> None:
    """Say with what this login, or this access token, encrypts."""
    devices.put_device(actor, body)


@api.route("GET", "/e2ee/devices", answer=wire.Devices)
def list_devices(actor: Actor) -> wire.Devices:
    """One's own devices."""
    return devices.list_devices(actor)


@api.route(
    "POST",
    "/e2ee/devices/<device>/removal",
    parts=wire.DevicePath,
    body=wire.RemoveDevice,
    status=HTTPStatus.NO_CONTENT,
)
def remove_device(actor: Actor, body: wire.RemoveDevice, device: str) -> None:
    """End a device of one's own, and its login or access token."""
    devices.remove_device(actor, device, body.statement)


@api.route("POST", "/e2ee/keys", body=wire.PutKeys, answer=wire.KeyCounts, errors=(404, 409))
def put_keys(actor: Actor, body: wire.PutKeys) -> wire.KeyCounts:
    """Upload one-time keys and a fallback key of this device."""
    return one_time_keys.put_keys(actor, body)


@api.route("POST", "/e2ee/keys/query", body=wire.QueryKeys, answer=wire.FoundKeys)
def query_keys(actor: Actor, body: wire.QueryKeys) -> wire.FoundKeys:
    """The public keys of people with whom one shares a room, and of oneself."""
    return directory.query_keys(actor, body)


@api.route("POST", "/e2ee/keys/claim", body=wire.ClaimKeys, answer=wire.ClaimedKeys)
def claim_keys(actor: Actor, body: wire.ClaimKeys) -> wire.ClaimedKeys:
    """One-time keys of devices: each is handed out once."""
    return one_time_keys.claim_keys(actor, body)


@api.route(
    "POST", "/e2ee/mail", body=wire.SendMail, answer=wire.MailSent, errors=(404,), most=LARGEST_BODY
)
def send_mail(actor: Actor, body: wire.SendMail) -> wire.MailSent:
    """Send mail to devices of people with whom one shares a room, or of oneself."""
    return mail.send_mail(actor, body)


@api.route("GET", "/e2ee/sync", query=wire.SyncQuery, answer=wire.DeviceNews, errors=(404,))
def sync_device(actor: Actor, query: wire.SyncQuery) -> wire.DeviceNews:
    """What this device has not seen yet."""
    return news.sync(actor, query)


@api.route(
    "PUT", "/e2ee/identity", body=wire.PutIdentity, status=HTTPStatus.NO_CONTENT, errors=(403,)
)
def put_identity(actor: Actor, body: wire.PutIdentity) -> None:
    """One's own cross-signing keys; others in place of the first need the password."""
    identity.put_identity(actor, body, address())


@api.route(
    "POST",
    "/e2ee/signatures",
    body=wire.PutSignatures,
    status=HTTPStatus.NO_CONTENT,
    errors=(404, 409),
    most=LARGEST_BODY,
)
def put_signatures(actor: Actor, body: wire.PutSignatures) -> None:
    """Signatures of one's own on devices and identities."""
    identity.put_signatures(actor, body)


@api.route(
    "POST",
    "/e2ee/backup",
    body=wire.NewBackup,
    answer=wire.Backup,
    status=HTTPStatus.CREATED,
)
def begin_backup(actor: Actor, body: wire.NewBackup) -> wire.Backup:
    """Begin a new backup of room keys; the one before is thrown away."""
    return backup.begin(actor, body)


@api.route("GET", "/e2ee/backup", answer=wire.Backup, errors=(404,))
def get_backup(actor: Actor) -> wire.Backup:
    """One's own backup."""
    return backup.current(actor)


@api.route(
    "POST",
    BACKUP,
    parts=wire.BackupPath,
    body=wire.PutBackup,
    answer=wire.Backup,
    errors=(403,),
    most=LARGEST_BODY,
)
def put_backup_sessions(actor: Actor, body: wire.PutBackup, version: int) -> wire.Backup:
    """Put sessions into the backup; of two copies the better one stays."""
    return backup.put_sessions(actor, version, body)


@api.route("GET", BACKUP, parts=wire.BackupPath, query=wire.BackupQuery, answer=wire.BackupPage)
def list_backup_sessions(actor: Actor, query: wire.BackupQuery, version: int) -> wire.BackupPage:
    """The sessions in the backup, a page at a time."""
    return backup.page(actor, version, query)


@api.route("GET", "/e2ee/recovery", answer=wire.Recovery, errors=(404,))
def get_recovery(actor: Actor) -> wire.Recovery:
    """One's own secrets, sealed under the recovery key."""
    return recovery.get_recovery(actor)


@api.route("PUT", "/e2ee/recovery", body=wire.PutRecovery, answer=wire.Recovery, errors=(409,))
def put_recovery(actor: Actor, body: wire.PutRecovery) -> wire.Recovery:
    """Keep sealed secrets in place of the version that one knows."""
    return recovery.put_recovery(actor, body)


@api.route("POST", "/e2ee/unreadable", body=wire.ReportUnreadable, status=HTTPStatus.NO_CONTENT)
def report_unreadable(actor: Actor, body: wire.ReportUnreadable) -> None:
    """Tell how many messages could not be opened, by reason: for the server's figures."""
    reports.report_unreadable(actor, body)


@api.route("GET", "/e2ee/log", query=wire.LogQuery, answer=wire.LogPage)
def list_log(_actor: Actor, query: wire.LogQuery) -> wire.LogPage:
    """The log of identities, the same for everybody."""
    return identity_log.page(query)
