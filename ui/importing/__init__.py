"""The window in which an organiser imports registrations."""
