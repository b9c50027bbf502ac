"""The page of a room, coming into one, and letting sockets in and out (`admission`)."""

from weconnect.engine.feature import WORKS, Feature
from weconnect.wire.auth import UserChanged

FEATURE = Feature(
    package=__package__,
    sealed=WORKS,
    pages=("views:blueprint",),
    sockets=("sockets",),
    everywhere={UserChanged: ("admission.connect:refresh_actor",)},
    ports={
        "connect": "admission.connect:connect",
        "disconnect": "admission.connect:disconnect",
        "identify": "admission.connect:identify",
        "cluster_store": "admission.cluster_store:ClusterStore",
        "arrived": "admission.events:arrived",
        "departed": "admission.events:departed",
        "unseen": "admission.events:unseen",
        "person": "admission.events:person",
        "farewell": "admission.events:farewell",
    },
    stylesheets=("chat",),
    dialog_styles=("dialogs",),
    dialogs=("chat/_more_dialogs.html",),
)
