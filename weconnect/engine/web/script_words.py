"""What the browser's script says in the language of the page, as a script before the others.

Its address holds the hash of what it says, so it is fetched once. English needs none: it stands in
the source.
"""

import functools
import json

from flask import Blueprint, Flask, Response, abort, url_for

from weconnect.engine.i18n.catalogues import LANGUAGES, SOURCE, catalogue
from weconnect.engine.i18n.translate import current

from .static_files import ASK_AGAIN, FOREVER, TYPES, Asset, respond

blueprint = Blueprint("words", __name__)


def init_app(app: Flask) -> None:
    """Serve the words of scripts, and give templates `script_words()`."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["script_words"] = address


def address() -> str | None:
    """Where the script finds its words, in the language of this request; None: it has them."""
    tag = current().language.tag
    if tag == SOURCE:
        return None
    return url_for("words.of_language", tag=tag, mark=_made(tag).etag[:16])


@blueprint.get("/static/words/<mark>/<tag>.js")
def of_language(mark: str, tag: str) -> Response:
    """The script's words in one language, for ever if they are still those of the address."""
    if tag not in LANGUAGES or tag == SOURCE:
        abort(404)
    made = _made(tag)
    return respond(made, FOREVER if made.etag.startswith(mark) and len(mark) == 16 else ASK_AGAIN)


@functools.cache
def _made(tag: str) -> Asset:
    words = catalogue(tag)
    said = {key: words.texts[key] for key in sorted(words.script)}
    content = {"language": tag, "texts": said}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    body = f"globalThis.catalogue={text};".encode()
    return Asset(stamp=(0, 0), type=TYPES[".js"], body=body, compressible=True)
