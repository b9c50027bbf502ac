"""REST operations on rooms and their members."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.reach import list_blocks
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import rooms as wire
from weconnect.wire.auth import BlockList, FindBlocks

from . import access, encryption, members, service
from .describe import describe
from .reach import block, count_member, count_wish, unblock

api = Door("rooms")


@api.route(
    "POST",
    "/rooms",
    body=wire.CreateRoom,
    answer=wire.Room,
    status=HTTPStatus.CREATED,
    also={
        200: "The direct conversation, or the room of the same `clientId`, that was there already"
    },
    errors=(403, 404, 409),
)
def create_room(actor: Actor, body: wire.CreateRoom) -> tuple[wire.Room, int]:
    """Make a room, or find or make the direct conversation between certain people."""
    count_wish(actor, body)
    room, new = service.open_room(actor, body)
    return room, HTTPStatus.CREATED if new else HTTPStatus.OK


@api.route("GET", "/rooms/<int:room>", answer=wire.Room)
def get_room(actor: Actor, room: int) -> wire.Room:
    """A room of one's own, or a public one."""
    found, membership = access.require_visible(actor, room)
    return describe(found, membership.role if membership else None, actor.id)


@api.route("PATCH", "/rooms/<int:room>", body=wire.EditRoom, answer=wire.Room, errors=(403,))
def edit_room(actor: Actor, body: wire.EditRoom, room: int) -> wire.Room:
    """Rename a room, set its topic, archive it or bring it back, or encrypt it for good."""
    return service.edit_room(actor, room, body)


@api.route("DELETE", "/rooms/<int:room>", status=HTTPStatus.NO_CONTENT, errors=(403,))
def delete_room(actor: Actor, room: int) -> None:
    """Remove a room with all that was said in it."""
    service.delete_room(actor, room)


@api.route("POST", "/rooms/<int:room>/join", answer=wire.Room, errors=(403, 409))
def join_room(actor: Actor, room: int) -> wire.Room:
    """Become a member of a public room."""
    return service.join_room(actor, room)


@api.route("POST", "/rooms/<int:room>/leave", status=HTTPStatus.NO_CONTENT, errors=(403,))
def leave_room(actor: Actor, room: int) -> None:
    """End one's own membership."""
    service.leave_room(actor, room)


@api.route(
    "GET",
    "/rooms/<int:room>/members",
    query=wire.MemberSearch,
    answer=wire.MemberList,
    errors=(403,),
)
def list_members(actor: Actor, query: wire.MemberSearch, room: int) -> wire.MemberList:
    """The people in a room, a page at a time: all, those who are here, or those of a name."""
    return members.list_members(actor, room, query)


@api.route(
    "POST",
    "/rooms/<int:room>/members",
    body=wire.AddMember,
    answer=wire.Member,
    status=HTTPStatus.CREATED,
    errors=(403, 409),
)
def add_member(actor: Actor, body: wire.AddMember, room: int) -> wire.Member:
    """Bring somebody in; that they are there already is no error."""
    count_member(actor, room, body.username)
    _, user_id = service.add_member(actor, room, body.username)
    return members.get_member(actor, room, user_id)


@api.route(
    "PATCH",
    "/rooms/<int:room>/members/<int:user>",
    body=wire.EditMember,
    answer=wire.Member,
    errors=(403,),
)
def edit_member(actor: Actor, body: wire.EditMember, room: int, user: int) -> wire.Member:
    """Give a member another role."""
    service.change_role(actor, room, user, body.role)
    return members.get_member(actor, room, user)


@api.route(
    "DELETE",
    "/rooms/<int:room>/members/<int:user>",
    status=HTTPStatus.NO_CONTENT,
    errors=(403,),
)
def remove_member(actor: Actor, room: int, user: int) -> None:
    """End somebody's membership, or one's own."""
    service.remove_member(actor, room, user)


@api.route("GET", "/e2ee/rooms/<int:room>", answer=wire.RoomPeople, errors=(403,))
def get_room_people(actor: Actor, room: int) -> wire.RoomPeople:
    """For whom a message of an encrypted room is sealed."""
    return encryption.people_of(actor, room)


@api.route("GET", "/blocks", query=FindBlocks, answer=BlockList)
def list_blocked(actor: Actor, query: FindBlocks) -> BlockList:
    """The people whom one blocks, a page at a time."""
    return list_blocks(actor, query)


@api.route("PUT", "/blocks/<int:user>", status=HTTPStatus.NO_CONTENT)
def block_user(actor: Actor, user: int) -> None:
    """Block a person: they can add one to no room and write no direct messages."""
    block(actor, user)


@api.route("DELETE", "/blocks/<int:user>", status=HTTPStatus.NO_CONTENT)
def unblock_user(actor: Actor, user: int) -> None:
    """Take a block back, if there is one; the direct conversation goes on."""
    unblock(actor, user)
