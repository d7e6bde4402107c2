"""The protocol played through without sockets, clock or database: one seed is one story, the same each time (docs/sync.md)."""
