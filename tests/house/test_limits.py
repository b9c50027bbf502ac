"""Whatever changes something for others is counted in the service, from whichever door it comes."""

import ast

from tests.harness.processes import ROOT

# Verbs of services that doors call and that tell others, or make something that stays.
VERBS = {
    "auth/people/profile.py": {"edit", "set_avatar", "remove_avatar"},
    "rooms/service.py": {
        "open_room",
        "join_room",
        "edit_room",
        "delete_room",
        "add_member",
        "remove_member",
        "change_role",
        "make_invite",
    },
    "auth/people/reach.py": {"set_reach"},
    "rooms/reach.py": {"block", "unblock"},
    "messages/service.py": {"edit_message", "delete_message"},
    "reactions/service.py": {"add_reaction", "remove_reaction"},
}
# What counts by itself, or only passes on to one that counts.
OTHERWISE = {
    "rooms/service.py": {
        "create_room",
        "leave_room",
        "init_app",
        "is_new_team",
        "tell_changed",
        "welcome",
    },
    "messages/service.py": {"send_message", "submit_message", "post_message"},
    "reactions/service.py": {"who"},
}


def functions(name: str) -> list[ast.FunctionDef]:
    tree = ast.parse((ROOT / "weconnect" / name).read_text())
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def test_every_verb_is_counted():
    for name, verbs in VERBS.items():
        counted = {
            one.name
            for one in functions(name)
            if any(ast.unparse(mark).startswith("counted(") for mark in one.decorator_list)
        }
        assert counted >= verbs, f"{name}: {verbs - counted}"


def test_no_verb_is_new_and_uncounted():
    for name, others in OTHERWISE.items():
        found = {one.name for one in functions(name) if not one.name.startswith("_")}
        assert found <= VERBS[name] | others, f"{name}: {found - VERBS[name] - others}"
