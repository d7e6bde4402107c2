"""What an organiser hands in: the event file and the registrations."""
