"""Who plays in the film: for each part the first registration that fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from checkin.domain.registration import Registration, Status
from data.demo.people import ZONE


@dataclass(frozen=True, slots=True)
class Part:
    """What a part asks for; "" is any. `begins` is how the name begins."""

    category: str = ""
    language: str = ""
    status: Status = Status.CONFIRMED
    begins: str = ""
    later: bool = False

    def fits(self, person: Registration, first_day: date) -> bool:
        """Whether this person can play it: `later` is valid only after the first day; all others are valid on every day."""
        opens = person.valid_from
        if self.later != (opens is not None and opens.astimezone(ZONE).date() > first_day):
            return False
        return (
            (self.later or (opens is None and person.valid_until is None))
            and person.status is self.status
            and self.category in ("", person.category)
            and self.language in ("", person.language)
            and person.name.startswith(self.begins)
        )


PARTS: Mapping[str, Part] = {
    "regular": Part("professional", "fr"),
    "arabic": Part("public", "ar"),
    "chinese": Part("delegation", "en", begins="欧阳"),
    "canceled": Part("professional", "fr", Status.CANCELED),
    "vip": Part("vip", "ar"),
    "exhibitor": Part("exhibitor", "fr"),
    "unpaid": Part("professional", "en", Status.UNPAID),
    "speaker": Part("speaker", "en"),
    "companion": Part("professional", "ar"),
    "press": Part("press", "fr"),
    "blocked": Part("public", "fr", Status.BLOCKED),
    "english": Part("professional", "en", begins="Samuel Ashworth"),
    "wavering": Part("public", "fr", begins="Fatima-Zahra"),
    "unapproved": Part("press", "", Status.UNAPPROVED),
    "screen": Part("public", "en"),
    "later": Part("", "fr", later=True),
    "staff": Part("staff", "fr"),
    "overturned": Part("professional", "ar", begins="عبد الرحمن"),
    "dimmed": Part("public", "fr", begins="Élodie"),
    "late": Part("delegation", "fr"),
}


def cast(people: Iterable[Registration], first_day: date) -> dict[str, Registration]:
    """The players by part; nobody plays twice. ValueError when there is nobody for a part."""
    waiting, players = dict(PARTS), dict[str, Registration]()
    for person in people:
        part = next((name for name, part in waiting.items() if part.fits(person, first_day)), None)
        if part is not None:
            players[part] = person
            del waiting[part]
            if not waiting:
                return players
    raise ValueError(f"nobody in the demo can play {', '.join(waiting)}")
