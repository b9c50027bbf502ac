"""End-to-end encryption: keys that the server hands out and cannot use, mail it cannot read.

What stands inside (signed keys, mail, a backup's sessions) is Matrix's JSON, as the library of the
clients makes and checks it: a person is `@<id>:weconnect` there, a room `!<id>:weconnect`.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import to_json

from .base import Command, Event, Id, Model, OptionalSingleLine, Seq, Timestamp
from .body import DeviceId

# Bytes of JSON. A device's keys have under 1,000, those of an identity with signatures under 2,000.
MAX_KEY = 10_000
# It says who, which device, and one signature; it is kept for good.
MAX_STATEMENT = 1_000
MAX_MAIL = 65_536
MAX_SESSION = 8_192
MAX_SEALED_SECRETS = 65_536
# Of one request.
MOST_PEOPLE = 500
MOST_CLAIMED = 1000
MOST_MAIL = 1000
MOST_SESSIONS = 500
MOST_KEYS = 200
# Of one page.
MAX_MAILBOX_PAGE = 200
MAX_BACKUP_PAGE = 500
MAX_LOG_PAGE = 500
# Messages that one report counts, by reason.
MAX_REPORTED = 1000


def _at_most(most: int) -> AfterValidator:
    def check(value: dict[str, Any]) -> dict[str, Any]:
        try:
            size = len(to_json(value))
        except ValueError as error:
            problem = "nested less deeply" if "depth" in str(error) else "without lone surrogates"
            raise ValueError(f"must be JSON {problem}") from None
        if size > most:
            raise ValueError(f"must have at most {most} bytes")
        return value

    return AfterValidator(check)


_OBJECT = WithJsonSchema({"type": "object", "additionalProperties": True})
SignedKey = Annotated[dict[str, Any], _at_most(MAX_KEY), _OBJECT]
Mail = Annotated[dict[str, Any], _at_most(MAX_MAIL), _OBJECT]
Session = Annotated[dict[str, Any], _at_most(MAX_SESSION), _OBJECT]
KeyId = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}:[A-Za-z0-9+/_=-]{1,64}$")]
SessionId = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/_=-]{1,64}$")]
MailType = Annotated[str, Field(pattern=r"^[a-z0-9_.-]{1,100}$")]
Transaction = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.~-]{1,100}$")]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PutDevice(Model):
    """`PUT /e2ee/device`: what this login, or this access token, encrypts with.

    A login has one device. Another id takes the place of the one before, which is then gone for
    good: an id that a person's device had once is never taken again.
    """

    device: DeviceId
    """made by the client: 80 random bits in base 32"""
    name: Annotated[OptionalSingleLine, Field(max_length=80)] = ""
    """how its person calls it"""
    keys: SignedKey
    """its `DeviceKeys`, signed by itself"""


class PutKeys(Model):
    """`POST /e2ee/keys`: more one-time keys of this device, and a new fallback key."""

    one_time_keys: Annotated[dict[KeyId, SignedKey], Field(max_length=MOST_KEYS)] = {}
    fallback_keys: Annotated[dict[KeyId, SignedKey], Field(max_length=2)] = {}
    """by algorithm there is one: a new one takes the place of the old"""


class KeyCounts(Model):
    """How many keys a device has left."""

    one_time_keys: dict[str, Seq]
    """by their algorithm"""
    unused_fallback_keys: list[str]
    """the algorithms whose fallback key nobody was given yet"""


class Device(Model):
    """One of one's own devices."""

    device: DeviceId
    name: str
    current: bool
    """whether it is the one that asks"""
    login: Id | None
    """the login that it belongs to; null: an access token"""
    created_at: Timestamp
    last_seen_at: Timestamp | None


class Devices(Model):
    """`GET /e2ee/devices`"""

    devices: list[Device]
    """newest first"""


class DevicePath(Model):
    """`/e2ee/devices/{device}`"""

    device: DeviceId


class RemoveDevice(Model):
    """`POST /e2ee/devices/{device}/removal`: end a device of one's own, and its login."""

    statement: Annotated[str, Field(max_length=MAX_STATEMENT, pattern=r"^[\x20-\x7e]+$")] | None = (
        None
    )
    """the removal, signed by one's identity, for the log; null: there is no identity to sign"""


class QueryKeys(Command):
    """The public keys of people with whom one shares a room, and of oneself."""

    event = "queryKeys"

    people: Annotated[list[Id], Field(max_length=MOST_PEOPLE)]


class DeviceKeys(Model):
    """A device, as others see it."""

    device: DeviceId
    name: str
    keys: SignedKey
    """with the signatures that its person's identity put on it"""


class PersonKeys(Model):
    """A person's keys. Whom one shares no room with has none."""

    person: Id
    devices: list[DeviceKeys]
    master_key: SignedKey | None
    self_signing_key: SignedKey | None
    user_signing_key: SignedKey | None
    """one's own only"""


class FoundKeys(Model):
    """The answer to `queryKeys`."""

    people: list[PersonKeys]


class Claimed(Model):
    """A device of which a one-time key is wanted."""

    person: Id
    device: DeviceId


class ClaimKeys(Command):
    """One-time keys of devices: each is handed out once. Who has none left gives its fallback."""

    event = "claimKeys"

    devices: Annotated[list[Claimed], Field(max_length=MOST_CLAIMED)]


class ClaimedKey(Claimed):
    """A one-time key of a device."""

    id: KeyId
    key: SignedKey


class ClaimedKeys(Model):
    """The answer to `claimKeys`: those devices that had a key."""

    keys: list[ClaimedKey]


class MailTo(Model):
    """Mail to one device."""

    person: Id
    device: DeviceId | Literal["*"]
    """`*`: all devices of the person but the sender's"""
    content: Mail


class SendMail(Command):
    """Put mail into the boxes of devices of people with whom one shares a room, or of oneself.

    The same `transaction` from the same device is taken once.
    """

    event = "sendMail"
    errors = {"notFound": "this login has no device"}

    transaction: Transaction
    type: MailType
    """of the content: `m.room.encrypted`, `m.key.verification.request` …"""
    messages: Annotated[list[MailTo], Field(max_length=MOST_MAIL)]


class MailSent(Model):
    """The answer to `sendMail`."""

    undelivered: list[Claimed]
    """devices that are not there (any more), or whose boxes are full"""


class SyncQuery(Model):
    """`GET /e2ee/sync`: what this device has not seen yet."""

    mail: Seq = 0
    """the `mail` of the answer before: what it brought is acknowledged, and thrown away"""
    lists: Seq = 0
    """the `lists` of the answer before"""
    limit: Annotated[int, Field(ge=1, le=MAX_MAILBOX_PAGE)] = MAX_MAILBOX_PAGE


class SyncDevice(Command, SyncQuery):
    """The same over the socket."""

    event = "syncDevice"
    errors = {"notFound": "this login has no device"}


class MailFrom(Model):
    """Mail in a device's box."""

    id: Id
    sender: Id
    type: MailType
    content: Mail


class LogHead(Model):
    """Where the log of identities ends."""

    index: Seq
    """0: it is empty"""
    hash: Hash | Literal[""]


class DeviceNews(Model):
    """What a device has not seen yet; it comes again until it is acknowledged."""

    messages: list[MailFrom]
    """oldest first"""
    mail: Seq
    """what acknowledges them: the `mail` of the next call"""
    complete: bool
    """whether there is no more mail"""
    lost: Seq
    """how much mail to this device was refused since the last call, as its box was full"""
    changed: list[Id]
    """whose keys or devices changed since `lists`, or may have while one shared no room with them,
    of people with whom one shares one; none if `lists` was 0: ask for keys after the first answer
    only"""
    lists: Seq
    keys: KeyCounts
    log: LogHead


class PutIdentity(Model):
    """`PUT /e2ee/identity`: a person's cross-signing keys.

    The first ones are taken as they are. Others in their place need the password: whoever has only
    a login shall not become somebody else.
    """

    master_key: SignedKey
    self_signing_key: SignedKey
    user_signing_key: SignedKey
    password: Annotated[str, Field(max_length=1000)] | None = None


class Signed(Model):
    """Signatures of one's own on somebody's key: the key with them."""

    person: Id
    key_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/_=-]{1,64}$")]
    """a device's id, or a master key's public part"""
    key: SignedKey


class PutSignatures(Model):
    """`POST /e2ee/signatures`: by one's self-signing key on one's devices, by one's user-signing
    key on others' master keys, which only oneself is shown, by a device on one's master key.
    """

    signed: Annotated[list[Signed], Field(max_length=MOST_KEYS)]


class NewBackup(Model):
    """`POST /e2ee/backup`: begin a new backup of room keys; the one before is thrown away."""

    auth_data: SignedKey
    """the backup's public key, signed by the person's identity and device"""


class Backup(Model):
    """`GET /e2ee/backup`"""

    version: Id
    auth_data: SignedKey
    count: Seq
    """how many sessions it holds"""


class BackedUp(Model):
    """A session's keys, encrypted for the backup's key."""

    room: Id
    session: SessionId
    data: Session


class PutBackup(Model):
    """`POST /e2ee/backup/{version}/sessions`: of a session that is there already, the better copy
    stays: verified, of an earlier index, forwarded less often.
    """

    sessions: Annotated[list[BackedUp], Field(max_length=MOST_SESSIONS)]


class BackupPath(Model):
    """`/e2ee/backup/{version}`"""

    version: Id


class BackupQuery(Model):
    """`GET /e2ee/backup/{version}/sessions`"""

    after: Seq = 0
    """the `next` of the page before"""
    room: Id | None = None
    session: SessionId | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_BACKUP_PAGE)] = MAX_BACKUP_PAGE


class BackupPage(Model):
    """A page of a backup."""

    sessions: list[BackedUp]
    next: Seq | None
    """the `after` of the next page; null: this is the last one"""


class PutRecovery(Model):
    """`PUT /e2ee/recovery`: a person's secrets, sealed under their recovery key."""

    sealed: Annotated[str, Field(max_length=MAX_SEALED_SECRETS, pattern=r"^[\x20-\x7e]+$")]
    """made and read by clients only"""
    replaces: Seq
    """the `version` that it takes the place of; 0: there was none"""


class Recovery(Model):
    """`GET /e2ee/recovery`"""

    sealed: str
    version: Id


class LogEntry(Model):
    """Something that can't be taken back: a person has a new identity, or one device less.

    `hash` is SHA-256, in hexadecimal digits, of the UTF-8 of five lines, joined by line feeds: the
    index, the hash before ("" for the first), the person's id, the kind, the statement.
    """

    index: Id
    person: Id
    kind: Literal["identity", "removed"]
    statement: str
    """`identity`: the public master key; `removed`: the signed removal"""
    at: Timestamp
    hash: Hash


class LogQuery(Model):
    """`GET /e2ee/log`: what the log of identities says, the same to everybody."""

    after: Seq = 0
    """an index"""
    limit: Annotated[int, Field(ge=1, le=MAX_LOG_PAGE)] = MAX_LOG_PAGE


class LogPage(Model):
    """A page of the log of identities."""

    entries: list[LogEntry]
    head: LogHead


class Unreadable(Model):
    """So many messages that a client could not open for one reason."""

    why: Literal[
        "noKey",
        "beforeJoining",
        "withheld",
        "unverifiedSender",
        "changedSender",
        "replayed",
        "moved",
        "damaged",
        "lost",
    ]
    """no key came; said before one was there; refused by the sender's device; of a device without
    its owner's signature; of an identity that is another now; seen before; said for another place;
    broken; its key was thrown away by the browser"""
    count: Annotated[int, Field(ge=1, le=MAX_REPORTED)]


class ReportUnreadable(Model):
    """`POST /e2ee/unreadable`: counts for the server's figures, if the person wants it.

    Nothing of rooms, messages or people; each message once, when its key has had a minute to come.
    """

    unreadable: Annotated[list[Unreadable], Field(min_length=1, max_length=9)]
    """each reason once at most"""


class DeviceMail(Event):
    """There is mail for a device of the person."""

    event = "deviceMail"
    audience = "all sockets of the person"

    device: DeviceId
