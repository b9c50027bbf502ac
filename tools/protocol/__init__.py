"""What the wire models publish: the client's typedefs and the reference for client authors."""
