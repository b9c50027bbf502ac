-- prosody with rooms whose messages are archived in SQLite. xmpp.py fills in @PORT@ and @FOLDER@.
run_as_root = true
pidfile = "@FOLDER@/pid"
data_path = "@FOLDER@/data"
interfaces = { "127.0.0.1" }
c2s_ports = {}; legacy_ssl_ports = {}; s2s_ports = {}; https_ports = {}
http_ports = { @PORT@ }
http_interfaces = { "127.0.0.1" }
http_default_host = "localhost"
c2s_require_encryption = false
consider_websocket_secure = true
cross_domain_websocket = true
modules_enabled = { "saslauth", "websocket", "disco" }
-- No limits, as with the others.
modules_disabled = { "s2s", "offline", "c2s_limits", "tls" }
log = { warn = "*console" }
storage = "sql"
sql = { driver = "SQLite3", database = "@FOLDER@/prosody.sqlite" }
archive_expires_after = "never"
muc_log_expires_after = "never"
network_settings = { send_timeout = 600, read_timeout = 3600, tcp_backlog = 2048 }
-- Stanzas live shortly, which suits this collector.
gc = { mode = "generational" }

VirtualHost "localhost"
  -- Whoever comes is let in and gets a name: there is no password to check.
  authentication = "anonymous"

Component "conference.localhost" "muc"
  modules_enabled = { "muc_mam" }
  restrict_room_creation = false
  muc_room_locking = false
  muc_room_cache_size = 1000
  muc_log_all_rooms = true
  muc_log_by_default = true
  -- Who comes and goes is told to nobody: a thousand who come would be a million presences.
  muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = false }
