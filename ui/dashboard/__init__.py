"""The supervisor's window: totals, courses, desks, conflicts, alarms, reports."""
