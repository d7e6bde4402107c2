"""People of one name, side by side, before one of them is admitted."""

from PySide6.QtWidgets import QWidget

from checkin.domain.event import Event
from checkin.domain.registration import Registration
from checkin.i18n import Words
from ui.desk.facts import identifying_facts
from ui.desk.page import Page
from ui.widgets.look import Look
from ui.widgets.rows import Row
from ui.widgets.text import isolated
from ui.widgets.tiles import Tile, Tiles


class ComparisonPage(Page):
    """Tiles of people; what differs between them stands out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=True)
        self.tiles = Tiles(self)
        self._column.addWidget(self.tiles, 1)

    def dress(self, look: Look) -> None:
        """Words, colours and sizes."""
        super().dress(look)
        self.tiles.dress(look)

    def compare(self, people: tuple[Registration, ...], event: Event, words: Words, *, leaving: bool) -> None:
        """Show these people; the one who is framed stays framed, else the first is."""
        title = words("Same name: Enter lets the framed person out") if leaving else words(
            "Same name: Enter admits the framed person"
        )  # fmt: skip
        self.write_heading(title)
        self.tiles.setAccessibleName(title)
        self.tiles.show_rows(tiles(people, event, words))
        if not self.tiles.current_key():
            self.tiles.setCurrentRow(0)


def tiles(people: tuple[Registration, ...], event: Event, words: Words) -> list[Row]:
    """One tile a person, with all that tells people of one name apart."""
    facts = [identifying_facts(person, event, words) for person in people]
    differs = [len({fact.value for fact in column}) > 1 for column in zip(*facts, strict=True)]
    shown: list[Row] = []
    for person, own in zip(people, facts, strict=True):
        category = event.categories.get(person.category)
        lines = tuple((isolated(fact.value), apart) for fact, apart in zip(own, differs, strict=True) if fact.value)
        shown.append(Tile(person.id, isolated(person.name), colour=category.colour if category else "#57606A", lines=lines))
    return shown
