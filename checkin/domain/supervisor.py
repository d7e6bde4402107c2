"""Who may do at a desk what staff may not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Somebody with a PIN. `id` never changes; `name` is what the journal says."""

    id: str
    name: str
