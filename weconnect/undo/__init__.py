"""Taking a message back before it is sent."""
