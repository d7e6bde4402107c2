"""What an organiser takes away: the journal."""
