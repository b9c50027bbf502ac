"""What becomes of people: registering, invites, profiles, pictures, administration."""
