"""What a supervisor sees: totals and how far to trust them, desks, queues, alarms; without a window."""
