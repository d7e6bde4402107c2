"""What a rehearsal came to, as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checkin.i18n import Phrase, Words, phrase
from checkin.rehearsal.findings import Checked, State

SAID: Mapping[State, str] = {State.OK: "pass", State.WARNING: "look", State.FAULT: "fail"}
"""A rehearsal's states for programs."""

MARKS: Mapping[State, Phrase] = {State.OK: phrase("pass"), State.WARNING: phrase("look"), State.FAULT: phrase("FAIL")}
"""And for people."""

TITLES: Mapping[str, Phrase] = {
    "badges": phrase("Test badges"),
    "speed": phrase("Speed"),
    "camera": phrase("Camera"),
    "network": phrase("Network cut"),
    "hub": phrase("Hub"),
    "printer": phrase("Printer"),
    "sound": phrase("Sound"),
    "clock": phrase("Clock"),
    "zone": phrase("Time zone"),
    "disk": phrase("Disk"),
    "database": phrase("Database"),
    "registrations": phrase("Registrations"),
    "power": phrase("Power"),
    "screen": phrase("Screen"),
}
"""Every check of a rehearsal, in the order in which they are told."""

READY = phrase("Ready: this desk can open.")
LOOK = phrase("This desk can open. Look at what is marked first.")
NOT_READY = phrase("Do not open this desk yet: see what failed.")


@dataclass(frozen=True, slots=True)
class Report:
    """One rehearsal of one desk: where and when, and the checks that were made."""

    event: str
    desk: str
    gate: str
    at: datetime
    checks: tuple[Checked, ...]

    @property
    def state(self) -> State:
        """The worst of all."""
        return worst(one.finding.state for one in self.checks)

    @property
    def verdict(self) -> Phrase:
        """The one sentence."""
        return {State.OK: READY, State.WARNING: LOOK, State.FAULT: NOT_READY}[self.state]


def worst(states: Iterable[State]) -> State:
    """The gravest of them; OK where there is none."""
    order = list(State)
    return max(states, key=order.index, default=State.OK)


def record(checked: Checked, words: Words) -> Mapping[str, Any]:
    """A check for programs."""
    finding = checked.finding
    return {"check": checked.name, "state": SAID[finding.state], "message": words(finding.message), "measured": finding.measured}


def verdict_record(report: Report, words: Words) -> Mapping[str, Any]:
    """The whole for programs: the last line."""
    counts = {said: sum(1 for one in report.checks if one.finding.state is state) for state, said in SAID.items()}
    return {"check": "rehearsal", "state": SAID[report.state], "message": words(report.verdict), "measured": counts}
