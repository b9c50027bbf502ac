"""How often people may ask for keys, send mail between devices, and change what others learn."""

from weconnect.engine.limits import rate_limit

# A browser makes one device in its life.
DEVICES = rate_limit.rule("60 per hour", often=True)
# Identities, signatures, recovery, backups that are begun: a set-up takes a dozen.
CHANGES = rate_limit.rule("60 per minute", often=True)
UPLOADS = rate_limit.rule("120 per minute", often=True)
# A room of a hundred people is asked for in pieces.
QUERIES = rate_limit.rule("300 per minute", often=True)
CLAIMS = rate_limit.rule("300 per minute", often=True)
MAIL = rate_limit.rule("600 per minute", often=True)
SYNCS = rate_limit.rule("600 per minute", often=True)
BACKUPS = rate_limit.rule("600 per minute", often=True)
# A client gathers what it tells for a minute at least.
REPORTS = rate_limit.rule("60 per hour", often=True)
# In bytes, of what holds a piece for each of many devices, or many sessions.
LARGEST_BODY = 512 * 1024
# What one piece of mail, or one device's key, costs in milliseconds of the processor.
PIECE_MS = 0.05
