"""What an organiser takes away: registrations and journal."""
