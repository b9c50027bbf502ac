"""`flask demo`: a server filled with a lively example team."""
