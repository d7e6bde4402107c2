"""The figures on a phone: who may see them, what they say, and how they are kept to themselves."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
from phone_hub import NAME, PERSONAL, PIN, Hands, Listening, Phone, PhoneHub, ScanningDesk, later, plain, soon
from test_hub_database import postgres  # noqa: F401

from checkin.domain.verdict import Direction, Reason
from checkin.hub.openapi import described
from checkin.hub.phone.assets import assets
from checkin.hub.phone.tries import MOST_WRONG, WITHIN_S, Tries
from checkin.sync.signed import sign
from checkin.trouble import Trouble
from data.hub.visits import StoredVisits

COOKIE = "__Host-checkin-phone"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[PhoneHub]:
    one = PhoneHub(tmp_path, Hands())
    yield one
    one.close()


def test_a_supervisor_is_let_in_by_name_and_pin_whatever_the_accents_and_nobody_else(hub: PhoneHub) -> None:
    phone = hub.phone()
    assert not phone.sees_figures()
    entered = phone.login("salma  BERRADA")
    assert (entered.status_code, entered.headers["location"]) == (303, "/phone?checkpoint=door&lang=en")
    assert phone.sees_figures()
    assert not hub.phone().sees_figures()
    said = entered.headers["set-cookie"].lower()
    assert said.startswith(COOKIE.lower() + "=")
    for flag in ("httponly", "secure", "samesite=strict", "path=/", "max-age=43200"):
        assert flag in said
    assert "domain" not in said


def test_a_wrong_pin_and_an_unknown_name_get_one_and_the_same_answer_without_anybody_s_name(hub: PhoneHub) -> None:
    wrong, unknown = hub.phone().login(pin="4827"), hub.phone().login("Somebody Else")
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace(NAME, "") == unknown.text.replace("Somebody Else", "")
    assert "Wrong name or PIN. Try again." in plain(wrong.text)
    assert "Salma" not in hub.phone().get().text
    assert "Salma" not in unknown.text


def test_wrong_pins_are_slowed_down_as_at_a_desk(hub: PhoneHub) -> None:
    phone = hub.phone()
    for _ in range(2):
        assert phone.login(pin="9173").status_code == 403
    third = phone.login("Somebody Else")  # whoever's it is
    assert (third.status_code, third.headers["retry-after"]) == (429, "5")
    early = phone.login()
    assert early.status_code == 429, "the right PIN came too soon, and was not looked at"
    assert "Wait 5 seconds." in plain(early.text)
    assert not phone.sees_figures()
    later(hub.clock, seconds=5.1)
    assert phone.login().status_code == 303


def test_pins_that_come_at_the_same_time_are_slowed_down_all_the_same(hub: PhoneHub) -> None:
    with ThreadPoolExecutor(9) as many:
        came = list(many.map(lambda n: hub.phone().login(pin=f"91{n}37").status_code, range(9)))
    assert (came.count(403), came.count(429)) == (2, 7)
    assert hub.wrong_in_a_row() == 3, "no more than three were looked at"


def test_one_place_cannot_try_for_ever_and_nobody_else_is_kept_out_by_it(hub: PhoneHub) -> None:
    phone = hub.phone()
    for _ in range(MOST_WRONG):
        phone.login("Somebody Else")
    looked_at = hub.wrong_in_a_row()
    later(hub.clock, hours=2)
    kept_out = phone.login()
    assert (kept_out.status_code, hub.wrong_in_a_row()) == (429, looked_at)
    assert "Too many wrong tries from this phone. Wait 60 minutes." in plain(kept_out.text)


def test_tries_are_counted_by_place_and_forgotten_after_an_hour() -> None:
    tries = Tries()
    for second in range(MOST_WRONG):
        assert tries.wait_s("10.0.0.7", second) == 0
        tries.was_wrong("10.0.0.7", second)
    assert tries.wait_s("10.0.0.7", 100) == WITHIN_S - 100
    assert tries.wait_s("10.0.0.8", 100) == 0
    assert tries.wait_s("10.0.0.7", WITHIN_S) == 0


def test_whoever_signs_out_is_out_and_a_token_ends_after_twelve_hours(hub: PhoneHub) -> None:
    phone, other = hub.phone(), hub.phone()
    phone.login()
    other.login()
    token = phone.cookies()[COOKIE]
    assert phone.logout().status_code == 303
    assert COOKIE not in phone.cookies()
    phone.client.cookies.set(COOKIE, token)
    assert not phone.sees_figures(), "the token is good for nothing any more"
    assert other.sees_figures()
    later(hub.clock, hours=11.9)
    assert other.sees_figures()
    later(hub.clock, hours=0.2)
    assert not other.sees_figures()


def test_a_supervisor_who_is_removed_sees_nothing_more_not_even_on_an_open_page(hub: PhoneHub) -> None:
    phone = hub.phone()
    phone.login()
    listening = Listening(phone)
    assert listening.wait_for("inside", "Inside now of 200 · 0 % 0")
    hub.remove_supervisors()
    assert not phone.sees_figures()
    listening.join()
    assert listening.events[-1][0] == "out"
    assert phone.get("/phone/events").status_code == 401


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_all_processes_on_one_database_know_who_is_in_and_who_has_left(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    place = f"{request.getfixturevalue('postgres')}postgres" if engine == "postgresql" else ""
    one, other = (PhoneHub(tmp_path, Hands(), place=place) for _ in range(2))
    try:
        phone, elsewhere = one.phone(), other.phone()
        phone.login()
        elsewhere.client.cookies.set(COOKIE, phone.cookies()[COOKIE])
        assert elsewhere.sees_figures()
        phone.logout()
        assert not elsewhere.sees_figures()
    finally:
        one.close()
        other.close()


def test_what_is_shown_are_the_figures_of_the_hub_with_definitions(hub: PhoneHub) -> None:
    desk, phone = ScanningDesk(hub), hub.phone()
    for person in ("REG-7731", "REG-7732", "REG-7733"):
        desk.scan(person)
    desk.scan("REG-7731", refused=Reason.ALREADY_REDEEMED)
    desk.scan("REG-7732", way=Direction.EXIT)
    desk.report()
    phone.login()
    page = phone.get().text
    said = plain(page)
    for words in (
        "Live as of 10:00:00", "Inside now of 200 · 1 % 2 Last admitted scan is an entry", "Attended today 3 Distinct persons",
        "Entries today 3 Admitted entry scans", "Exits today 1 Admitted exit scans", "Refused today 1 Refused scans",
        "Expected 41 Over the event: the organiser's number, else registrations", "No-shows 0 Over the event", "Press 1",
        "There is no conflict.", "There is no alarm.", "Desk 7 <i> Strict Gate <b>A</b> · Entry",
    ):  # fmt: skip
        assert words in said, words
    assert "10:00 3" in said, "the chart's hour, as a table"
    assert "first entries of the day per 5 minutes. Highest: 3, 10:00–10:05." in page


def test_silent_desks_make_ranges_and_an_alarm_and_waiting_scans_are_told(hub: PhoneHub) -> None:
    desk, phone = ScanningDesk(hub), hub.phone()
    desk.scan("REG-7731")
    desk.report()
    later(hub.clock, minutes=6)
    phone.login()
    said = plain(phone.get().text)
    for words in (
        "Desk 7 <i> not heard for 6 min as of 10:06:00", "Inside now of 200 · 0 % 1 0 to 211", "Refused today 0 0 to 210",
        "1 alarm Desk 7 <i> silent for 6 min", "each of these may be 210 more or less", "Silent for 6 min", "last heard 10:00",
    ):  # fmt: skip
        assert words in said, words
    hub.hub.restored()
    assert soon(lambda: "at least 0" in plain(phone.get().text))
    assert "Hub recovering" in phone.get().text


def test_two_admissions_of_one_badge_are_a_conflict_there_and_in_the_figures_for_devices(hub: PhoneHub) -> None:
    first, second, phone = ScanningDesk(hub, "A"), ScanningDesk(hub, "B"), hub.phone()
    first.scan("REG-7731")
    second.scan("REG-7731")
    phone.login()
    assert "1 conflict waits" in plain(phone.get().text)
    target = "/totals?event=e"
    figures = hub.client.get(target, headers=sign(first.key, first.device, "GET", target, b"")).json()
    assert (figures["conflicts"], figures["alarms"]) == (1, [])


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_nobody_s_name_registration_badge_or_scan_is_anywhere(hub: PhoneHub, language: str) -> None:
    first, second, phone = ScanningDesk(hub, "A"), ScanningDesk(hub, "B"), hub.phone()
    for desk in (first, second):
        for person in ("REG-7731", "REG-7732", "REG-7733"):
            desk.scan(person)
        desk.scan("REG-7731", refused=Reason.FORGED)
    phone.login()
    listening = Listening(phone, f"/phone/events?lang={language}")
    assert soon(lambda: listening.sections)
    pages = [phone.get(f"/phone?checkpoint={one}&lang={language}").text for one in ("door", "hall", "../etc")]
    for text in (*pages, listening.raw):
        assert [one for one in PERSONAL if one in text] == []
        assert first.device not in text
    hub.remove_supervisors()
    listening.join()


def test_pages_run_nothing_of_others_and_nobody_keeps_or_frames_them(hub: PhoneHub) -> None:
    phone = hub.phone()
    answers = [phone.get(), phone.login(pin="1"), phone.login(), phone.get(), phone.get("/phone/events", cookie="")]
    answers += [phone.get(f"/phone/{name}") for name in assets()]
    for one in answers:
        policy = one.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert one.headers["x-frame-options"] == "DENY"
        assert one.headers["referrer-policy"] == "no-referrer"
        assert one.headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" not in one.headers
    assert {one.headers["cache-control"] for one in answers[:5]} == {"no-store"}
    for page in (answers[0].text, answers[3].text):
        assert not re.search(r"\bstyle=|\bon\w+=|<style|<script(?! src=)|javascript:", page)
        links = re.findall(r'(?:src|href|action|data-events)="([^"]+)"', page)
        assert links
        assert all(one.startswith("/phone") for one in links)
    for name in ("phone.css", "phone.js"):
        assert "//" not in re.sub(r"^\s*//.*$", "", phone.get(f"/phone/{name}").text, flags=re.MULTILINE)


def test_names_of_places_and_desks_are_text_and_no_markup(hub: PhoneHub) -> None:
    desk, phone = ScanningDesk(hub), hub.phone()
    desk.scan("REG-7731")
    phone.login("<u>")
    said = phone.login("<u>").text + (phone.login(), phone.get())[1].text
    assert "Gate &lt;b&gt;A&lt;/b&gt;" in said
    assert "7 &lt;i&gt;" in said
    assert "Expo &lt;Casa&gt; &amp; Co" in said
    assert 'value="&lt;u&gt;"' in said
    assert not re.search(r"<(b|i|u|casa)\b", said, re.IGNORECASE)


def test_a_form_of_another_page_signs_nobody_in_or_out(hub: PhoneHub) -> None:
    phone = hub.phone()
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}):
        assert phone.login(**headers).status_code == 403
    own = {"origin": hub.address, "sec-fetch-site": "same-origin"}
    assert phone.login(**own).status_code == 303
    assert phone.logout(origin="https://evil.example").status_code == 403
    assert phone.sees_figures()
    assert phone.client.post("/phone/login", content=b"x" * 5000).status_code == 400
    assert phone.client.post("/phone/login", content=b"\xff&&&").status_code == 400
    assert phone.get("/phone/login").status_code == 405


def test_the_language_is_the_one_asked_for_else_the_one_chosen_before_else_the_browser_s(hub: PhoneHub) -> None:
    def language(answer: str) -> tuple[str, ...]:
        found = re.search(r'<html lang="(\w+)" dir="(\w+)">', answer)
        return found.groups() if found else ()

    phone = hub.phone(**{"accept-language": "de, ar-MA;q=0.9, en;q=0.3"})
    assert language(phone.get("/phone").text) == ("ar", "rtl")
    assert language(phone.get("/phone?lang=en").text) == ("en", "ltr")
    assert language(phone.get("/phone").text) == ("en", "ltr"), "it stays chosen"
    assert language(hub.phone(**{"accept-language": "de;q=x, *"}).get("/phone?lang=xx").text) == ("fr", "ltr"), (
        "the event's first"
    )
    phone.login()
    for chosen, word in (("fr", "À l’intérieur"), ("ar", "الموجودون الآن"), ("en", "Inside now")):
        assert word in phone.get(f"/phone?lang={chosen}").text


def test_the_stream_tells_all_at_once_and_then_what_has_changed(hub: PhoneHub) -> None:
    desk, phone = ScanningDesk(hub), hub.phone()
    phone.login()
    listening = Listening(phone)
    assert listening.wait_for("inside", "Inside now of 200 · 0 % 0")
    assert listening.packing == "gzip"
    assert listening.sections[0].keys() == set(re.findall(r'<div id="([\w-]+)"', phone.get().text)) | {"inside"}
    began = monotonic()
    for person in ("REG-7731", "REG-7732", "REG-7733"):
        desk.scan(person)
    assert listening.wait_for("inside", "1 % 3")
    kinds = [kind for kind, at in listening.events if at >= began]
    assert len(kinds) <= 1 + 4 * (monotonic() - began)
    assert all("track" in one or "desks" in one or "inside" in one for one in listening.sections)
    quiet = len(listening.events)
    later(hub.clock, minutes=6)
    desk.hello()
    assert listening.wait_for("footing", "as of 10:06:00")
    assert "category" not in listening.sections[quiet], "nobody came: that list is not told again"
    hub.remove_supervisors()
    listening.join()


def test_a_hub_that_ends_lets_phones_go_at_once(tmp_path: Path) -> None:
    hub = PhoneHub(tmp_path, Hands())
    phone = Phone(hub, {})  # not to be cut off by its own side
    phone.login()
    listening = Listening(phone)
    assert soon(lambda: listening.sections)
    began = monotonic()
    hub.close()
    listening.join()
    phone.client.close()
    assert listening.ended_at is not None, "cut off with the connection, after the patience of the server"
    assert listening.ended_at - began < 4


def test_the_page_needs_no_script(hub: PhoneHub) -> None:
    phone = hub.phone()
    phone.login()
    page = phone.get()
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page.text
    assert "Inside now" in page.text
    assert phone.client.head("/phone/events").headers["content-type"].startswith("text/event-stream")


@pytest.mark.parametrize("place", ["figures", "visits"])
def test_a_database_that_fails_for_a_while_is_told_and_the_page_asks_again(
    hub: PhoneHub, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def failing(*_: object) -> None:
        raise Trouble("The hub's database cannot be used: {error}", error="gone")

    phone = hub.phone()
    phone.login()
    with monkeypatch.context() as broken:
        if place == "figures":
            broken.setattr(hub.log, "roster", failing)
        else:
            broken.setattr(StoredVisits, "whose", failing)
        answer = phone.get()
        assert answer.status_code == 503
        assert "cannot be read just now" in answer.text
        assert '<meta http-equiv="refresh" content="5">' in answer.text
    assert soon(phone.sees_figures)


def test_what_is_asked_for_is_counted_by_route_and_is_no_part_of_the_protocol(hub: PhoneHub) -> None:
    phone = hub.phone()
    phone.login(pin="1")
    phone.login()
    phone.get()
    phone.get("/phone/nothing-like-that")
    figures = hub.client.get("/metrics").text
    for label in ('route="/phone",status="200"', 'route="/phone/login",status="303"', 'route="/phone/login",status="403"'):
        assert label in figures
    assert "nothing-like-that" not in figures
    assert not [path for path in described()["paths"] if path.startswith("/phone")]


def test_without_tls_on_this_machine_alone_the_cookie_can_do_without_too(tmp_path: Path) -> None:
    hub = PhoneHub(tmp_path, Hands(), plain=True)
    try:
        phone = hub.phone()
        said = phone.login().headers["set-cookie"].lower()
        assert ("secure" in said, "__host-" in said, "httponly" in said) == (False, False, True)
        assert phone.sees_figures()
        behind_a_proxy = hub.phone(**{"x-forwarded-proto": "https"}).login().headers["set-cookie"]
        assert behind_a_proxy.startswith(COOKIE)
    finally:
        hub.close()


def test_the_command_shows_the_address_and_the_fingerprint(run: Callable[..., tuple[int, list[str], str]], home: Path) -> None:
    status, lines, _ = run("hub", "phone", "--host", "192.168.1.20")
    assert status == 0
    assert "https://192.168.1.20:8443/phone" in lines
    assert any("█" in line for line in lines)
    assert lines[-1].startswith("There is no supervisor yet.")
    assert PIN not in "".join(lines)
    assert '"address": "https://[fe80::1]:8443/phone"' in run("hub", "phone", "--host", "fe80::1", "--json")[1][0]
