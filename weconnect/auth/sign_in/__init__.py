"""Ways in: passwords, the logins of browsers, access tokens, and what it costs to guess."""
