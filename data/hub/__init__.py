"""The hub's database: SQLite on one laptop, or PostgreSQL."""
