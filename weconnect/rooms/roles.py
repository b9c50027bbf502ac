"""What people may do in a room, in words."""

from flask import Flask

from weconnect.engine.i18n.translate import t
from weconnect.wire.words import N_

NAMES = {
    "owner": N_("owner"),
    "admin": N_("admin"),
    "member": N_("member"),
    "guest": N_("guest"),
}


def init_app(app: Flask) -> None:
    """Give templates the filter `role`."""
    app.add_template_filter(_shown, "role")


def _shown(role: str) -> str:
    return t(NAMES.get(role, role))
