"""What the server asks of others' servers, for administrators and operators."""
