"""People's pictures."""

from flask import Response

from . import avatars, pictures
from .session import login_required
from .views_common import blueprint


@blueprint.get("/avatars/<avatar_id>")
@login_required
def avatar(avatar_id: str) -> Response:
    response = Response(avatars.find(avatar_id), mimetype=pictures.MIMETYPE)
    # A changed picture has another address.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
