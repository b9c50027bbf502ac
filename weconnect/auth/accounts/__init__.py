"""What an account is: its tables, its names, its secrets, what it may store."""
