"""A whole event with real desks, a real hub and real faults, faster than life (docs/simulator.md)."""
