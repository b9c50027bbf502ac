"""Who came into a room's live feed and who left it: `userJoined` and `userLeft`, gathered."""

from weconnect.wire.auth import User
from weconnect.wire.rooms import UserJoined, UserLeft

from . import realtime
from .publish import joined, publish

# Gathered for so long. A crowd of N that comes within a second is five events, not N².
GATHER_S = 0.2


def tell_crowd(room_id: int, moves: list[tuple[User, bool]]) -> None:
    """Tell the room who came and who left, leaving out those who did both."""
    first: dict[int, bool] = {}
    users: dict[int, User] = {}
    for user, arrives in moves:
        first.setdefault(user.id, arrives)
        users[user.id] = user
    here = {user_id: realtime().connections.has_joined(user_id, room_id) for user_id in users}
    came = [users[user_id] for user_id, in_now in here.items() if in_now and first[user_id]]
    left = [users[user_id] for user_id, in_now in here.items() if not in_now and not first[user_id]]
    if came:
        publish(UserJoined(room=room_id, users=came), to=joined(room_id))
    if left:
        publish(UserLeft(room=room_id, users=left), to=joined(room_id))
