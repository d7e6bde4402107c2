"""Where a supervisor's figures come from: a hub's log, a desk's database, an exported journal."""
