"""The things that the film shows, made of the players' badges."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from checkin.domain.event import Event, Names
from checkin.domain.registration import Registration
from checkin.scanning.opencv import Image
from data.demo.props import Prop, card, leaflet, telephone
from data.demo.scenes import SCRIPT, STRAY_TEXTS

Face = Callable[[Registration, Event], Image]

SHADES = {
    "late": (0.45, 160.0), "chinese": (0.35, 20.0), "blocked": (0.5, -70.0), "companion": (0.3, 120.0), "canceled": (0.25, 60.0),
}  # fmt: skip
"""Badges over which a shadow falls: how deep, and in which direction it deepens."""


def furnish(players: Mapping[str, Registration], event: Event, face: Face) -> dict[str, Prop]:
    """A prop for every part of the script; `face` gives a badge's pixels."""
    return {shot.part: _prop(shot.part, players, event, face) for shot in SCRIPT}


def _prop(part: str, players: Mapping[str, Registration], event: Event, face: Face) -> Prop:
    match part:
        case "leaflet":
            return leaflet(STRAY_TEXTS[part], ("CITY TOURS", "Casablanca"), (60, 120, 200))
        case "wifi":
            return leaflet(STRAY_TEXTS[part], ("Wi-Fi", "Hotel Guest"), (110, 80, 40))
        case "foreign":
            return card(face(_stranger(), replace(event, name=Names({"fr": "Salon de l'Eau, Marrakech"}))))
        case "screen":
            return telephone(face(players[part], event), inverted=True, brightness=1.0)
        case "dimmed":
            return telephone(face(players[part], event), inverted=False, brightness=0.42)
    return card(face(players[part], event), *SHADES.get(part, (0.0, 0.0)))


def _stranger() -> Registration:
    """Somebody from another event."""
    return Registration(
        "S-17", "Inès Vasseur", "exhibitor", badge=STRAY_TEXTS["foreign"], company="Eaux de l'Atlas", language="fr"
    )
