"""Which badges a command is about."""

from typing import TYPE_CHECKING

from checkin.domain.badge import safe_text
from checkin.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkin.domain.registration import Registration
    from data.store import Store


def wanted_ids(ids: str | None) -> list[str] | None:
    """The ids in "R-1,R-2", None for all."""
    return None if ids is None else [one.strip() for one in ids.split(",") if one.strip()]


def chosen(store: "Store", ids: list[str] | None) -> "Iterator[Registration]":
    """The registrations to draw, read as they are drawn. Trouble lists the ids that there are not, or says that there is none."""
    if ids is None and store.registrations.count() == 0:
        raise Trouble('There are no registrations yet. Import them with "checkin import FILE.csv" first.')
    if ids is not None and not ids:
        raise Trouble("--ids names no registration. Write the ids with commas between them, as in --ids R-0001,R-0002.")
    unknown = [one for one in ids or () if store.registrations.get(one) is None]
    if unknown:
        raise Trouble(
            "No badge was drawn: there are no registrations with these ids: {ids}. Correct them and try again.",
            ids=", ".join(map(safe_text, unknown)),
        )
    return store.registrations.some(ids)
