"""The protocol between desks and hub, without sockets, database engine or clock (docs/sync.md)."""
