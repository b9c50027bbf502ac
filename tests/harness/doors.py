"""All ways in, whatever feature they are of."""

from weconnect.engine.feature import manifests
from weconnect.engine.realtime.hub.commands import COMMANDS
from weconnect.engine.web.rest.operations import Operation
from weconnect.features import FEATURES

_features = manifests(FEATURES)
# They register their handlers with COMMANDS.
_features.load("sockets")

OPERATIONS: list[Operation] = [one for door in _features.load("api") for one in door.operations]

__all__ = ["COMMANDS", "OPERATIONS"]
