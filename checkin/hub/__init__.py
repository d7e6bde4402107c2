"""The hub as a server: HTTPS around checkin.sync.hub."""
