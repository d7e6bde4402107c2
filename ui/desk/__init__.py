"""The desk's window: what staff at the door see and touch."""
