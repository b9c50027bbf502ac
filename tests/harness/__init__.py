"""What the tests stand on: real servers, databases, people and browsers."""
