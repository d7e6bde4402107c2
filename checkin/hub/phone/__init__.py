"""The figures on a supervisor's phone: a page that the hub serves, for reading alone (docs/hub.md)."""
