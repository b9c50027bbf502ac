"""REST operations on oneself, on people, and on the ways in."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.sign_in import logins, tokens
from weconnect.auth.sign_in.authenticate import authenticate
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import auth as wire
from weconnect.wire.errors import Unauthorized

from . import directory, profile
from .session import address, device_cookie

api = Door("auth")


@api.route("GET", "/me", answer=wire.Profile)
def get_me(actor: Actor) -> wire.Profile:
    """The person who asks."""
    return profile.own(actor)


@api.route("PATCH", "/me", body=wire.EditProfile, answer=wire.Profile)
def edit_me(actor: Actor, body: wire.EditProfile) -> wire.Profile:
    """Change one's own name, who may add one to rooms and write to one first, or one's language."""
    return profile.edit(actor, body)


@api.route("GET", "/users", query=wire.FindUsers, answer=wire.UserList)
def find_users(_actor: Actor, query: wire.FindUsers) -> wire.UserList:
    """People in the order of their usernames, a page at a time."""
    return wire.UserList(users=directory.find_users(query))


@api.route("GET", "/users/<int:user>", answer=wire.User)
def get_user(_actor: Actor, user: int) -> wire.User:
    """One person."""
    return directory.require_user(user)


@api.route("GET", "/tokens", answer=wire.TokenList)
def list_tokens(actor: Actor) -> wire.TokenList:
    """One's own access tokens, without their secrets."""
    return wire.TokenList(tokens=tokens.list_tokens(actor))


@api.route(
    "POST",
    "/tokens",
    body=wire.CreateToken,
    answer=wire.NewToken,
    status=HTTPStatus.CREATED,
    errors=(401, 403, 409),
    login=False,
)
def create_token(actor: Actor | None, body: wire.CreateToken) -> wire.NewToken:
    """Make an access token: with username and password, or of one's own when logged in."""
    if body.username is not None and body.password is not None:
        proof = authenticate(body.username, body.password, address(), device_cookie())
        return tokens.create_token_by_password(proof, body.name, body.days)
    if actor is None or body.username is not None or body.password is not None:
        raise Unauthorized("Please send username and password.")
    return tokens.create_token(actor, body.name, body.days)


@api.route("DELETE", "/tokens/<int:token>", status=HTTPStatus.NO_CONTENT)
def revoke_token(actor: Actor, token: int) -> None:
    """End one of one's own access tokens, and its sockets."""
    tokens.revoke_token(actor, token)


@api.route("GET", "/sessions", answer=wire.LoginList)
def list_sessions(actor: Actor) -> wire.LoginList:
    """Where one is logged in."""
    return wire.LoginList(sessions=logins.list_logins(actor))


@api.route("DELETE", "/sessions", status=HTTPStatus.NO_CONTENT)
def end_other_sessions(actor: Actor) -> None:
    """End all logins but the one that asks."""
    logins.end_others(actor)


@api.route("DELETE", "/sessions/<int:login>", status=HTTPStatus.NO_CONTENT)
def end_session(actor: Actor, login: int) -> None:
    """End one login, and its sockets."""
    logins.end_login(actor, login)
