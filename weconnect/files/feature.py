"""Files: pictures, recordings, documents and whatever else people send with their messages."""

from weconnect.engine.feature import WORKS, Feature

FEATURE = Feature(
    package=__package__,
    # What is sent there is encrypted by the clients; the server keeps bytes.
    sealed=WORKS,
    filters=("filters:HAS_FILE", "filters:HAS_IMAGE"),
    texts_beside=("filters:NAMES",),
    init=("store.stores:init_app", "views.tus:init_app", "views.pages:init_app"),
    pages=("views.tus:blueprint", "views.content:blueprint", "views.pages:blueprint"),
    api=("api:api",),
    message_parts=("part:Attachments",),
    templates=("files/_templates.html",),
    dialogs=("files/_dialogs.html",),
    slots={
        "message": ("files/_files.html",),
        "message_page": ("files/_page.html",),
        "room_goto": ("files/_goto.html",),
        "input_buttons": ("files/_attach.html",),
    },
    commands=("cli:files",),
    jobs=("jobs:finish_file", "jobs:collect_files"),
)
