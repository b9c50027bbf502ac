"""The ways in: sending files by the tus protocol, fetching them, and pages."""
