"""People's pictures."""

from flask import Response, request

from weconnect.auth.people import avatars, pictures
from weconnect.auth.people.session import login_required
from weconnect.engine.limits.budget import comes_in_dozens

from .common import blueprint


@blueprint.get("/avatars/<avatar_id>")
@comes_in_dozens
@login_required
def avatar(avatar_id: str) -> Response:
    response = Response(avatars.find(avatar_id), mimetype=pictures.MIMETYPE)
    # A changed picture has another address. But whoever logs out leaves nothing for long, also
    # where the browser does not empty its cache.
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.set_etag(avatar_id)
    response.make_conditional(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
