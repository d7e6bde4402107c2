"""Check-in: the desk at the door of an event. This package decides; it knows no Qt and no SQL."""

__version__ = "0.1.0"
