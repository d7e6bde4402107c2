"""HTML from Python: whatever is not HTML already is escaped."""

from collections.abc import Iterable
from html import escape

WITHOUT_END = {"meta", "link", "input"}


class Html(str):
    """Text that is HTML, and safe as it stands."""

    __slots__ = ()


def tag(element: str, /, *inside: str, **attributes: str | int | bool | None) -> Html:
    """An element. Attributes lose a last "_", others become "-"; True stands alone, False and None are left out."""
    said = "".join(_attribute(key, value) for key, value in attributes.items())
    if element in WITHOUT_END:
        return Html(f"<{element}{said}>")
    return Html(f"<{element}{said}>{joined(inside)}</{element}>")


def joined(parts: Iterable[str]) -> Html:
    """One after the other."""
    return Html("".join(one if isinstance(one, Html) else escape(one) for one in parts))


def _attribute(key: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
