"""What the desk keeps: its database, what is imported, what is exported, and the demo."""
