"""What a plain model knows of rooms and of what was said in them."""

from dataclasses import dataclass, field

RANK = {"guest": 0, "member": 1, "admin": 2, "owner": 3}


class Refusal(Exception):
    """The model says no, by the code that the service must give."""


@dataclass
class Said:
    """What the model knows of a message."""

    id: int
    seq: int
    version: int
    sender: int
    content: str
    key: str
    reply_to: int | None
    deleted: bool = False
    edited: bool = False
    reactions: list[tuple[str, int]] = field(default_factory=list)

    def shown(self) -> list[tuple[str, list[int]]]:
        kinds: dict[str, list[int]] = {}
        for emoji, person in self.reactions:
            kinds.setdefault(emoji, []).append(person)
        return list(kinds.items())


@dataclass
class Place:
    """What the model knows of a room."""

    id: int
    public: bool
    # By who came first; a person's mark is how far they have read.
    roles: dict[int, str]
    read: dict[int, int]
    said: list[Said] = field(default_factory=list)
    version: int = 0
    archived: bool = False

    def require_member(self, person: int) -> str:
        if person not in self.roles:
            raise Refusal("forbidden" if self.public else "notFound")
        return self.roles[person]

    def require_open(self) -> None:
        if self.archived:
            raise Refusal("forbidden")

    def changed(self, message: Said) -> None:
        self.version += 1
        message.version = self.version

    def enter(self, person: int, role: str) -> None:
        self.roles[person] = role
        self.read[person] = len(self.said)

    def leave(self, person: int) -> None:
        del self.roles[person], self.read[person]
        if self.roles and "owner" not in self.roles.values():
            heir = max(self.roles, key=lambda one: RANK[self.roles[one]])
            self.roles[heir] = "owner"
