"""The page on which snippets are written."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain, t
from weconnect.engine.web.converters import number
from weconnect.engine.web.error_pages import refused
from weconnect.wire.errors import AppError, refusal
from weconnect.wire.snippets import MAX_SNIPPET, MAX_SNIPPET_NAME, WriteSnippet

from . import service

blueprint = Blueprint("snippets", __name__)


@blueprint.get("/snippets")
@login_required
def mine() -> str:
    return _page()


@blueprint.post("/snippets")
@login_required
def change() -> str | Response:
    form = request.form
    try:
        if form.get("action") == "delete":
            service.delete(actor(), number(form, "snippet") or 0)
            flash(t("The snippet is deleted."))
        else:
            service.write(actor(), _wish())
            flash(t("Saved."))
    except AppError as error:
        if error.code == "notFound":
            raise
        # What was written stands there again.
        return refused(_page(error), error)
    return redirect(url_for("snippets.mine"), 303)


def _wish() -> WriteSnippet:
    form = request.form
    text = form.get("text", "").replace("\r\n", "\n")
    fields = {"name": form.get("name", "").strip(), "text": text, "team": form.get("team") == "yes"}
    try:
        return WriteSnippet.model_validate(fields)
    except ValidationError as problem:
        raise refusal(problem) from None


def _page(error: AppError | None = None) -> str:
    found = service.list_snippets(actor()).dump()["snippets"]
    return render_template(
        "snippets/mine.html",
        own=[one for one in found if not one["team"]],
        team_snippets=[one for one in found if one["team"]],
        written=request.form if error else {},
        error=error and explain(error),
        longest=MAX_SNIPPET,
        longest_name=MAX_SNIPPET_NAME,
    )
