"""Going from one place to another by a name."""
