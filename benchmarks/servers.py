"""All that is measured: WeConnect, and its peers."""

from .peers import BareSocketIO, ExpressSqlite, Nchan, StockFlask
from .server import Server
from .weconnect import WeConnect, WeConnectPair, WeConnectPostgres
from .xmpp import Ejabberd, Prosody

SERVERS: tuple[type[Server], ...] = (
    WeConnect,
    WeConnectPostgres,
    WeConnectPair,
    ExpressSqlite,
    Ejabberd,
    Prosody,
    BareSocketIO,
    StockFlask,
    Nchan,
)
TITLES = {server.name: server.title for server in SERVERS}
DURABLE = {server.name for server in SERVERS if server.durable}
