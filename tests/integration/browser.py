"""A real browser without a window, driven over the W3C's WebDriver protocol: Debian's chromium and chromium-driver."""

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx2

MUST = "CHECKIN_MUST_HAVE_BROWSER"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def driver() -> str | None:
    """Where the browser's driver is."""
    found = shutil.which("chromedriver") if shutil.which("chromium") else None
    assert found or not os.environ.get(MUST), f"{MUST} is set, and there is no browser: apt-get install chromium chromium-driver"
    return found


class Browser:
    """One window of a phone's size."""

    def __init__(self, client: httpx2.Client, session: str) -> None:
        self._client = client
        self._at = f"/session/{session}"

    def ask(self, method: str, path: str, **said: Any) -> Any:
        """A command of the protocol, and its answer's value."""
        answer = self._client.request(method, self._at + path, json=said if method == "POST" else None).json()["value"]
        assert not (isinstance(answer, dict) and "error" in answer), answer
        return answer

    def go(self, address: str) -> None:
        self.ask("POST", "/url", url=address)

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script's "return" gives."""
        return self.ask("POST", "/execute/sync", script=script, args=list(arguments))

    def devtools(self, command: str, **parameters: Any) -> Any:
        """A command of Chromium's own."""
        return self.ask("POST", "/goog/cdp/execute", cmd=command, params=parameters)

    def text(self, selector: str) -> str:
        """What can be read there; "" where there is no such thing, or it is hidden."""
        script = "const e = document.querySelector(arguments[0]); return e && e.getClientRects().length ? e.innerText : ''"
        return str(self.run(script, selector))

    def type(self, selector: str, text: str) -> None:
        self.ask("POST", f"/element/{self._find(selector)}/value", text=text)

    def click(self, selector: str) -> None:
        self.ask("POST", f"/element/{self._find(selector)}/click")

    def size(self, width: int, height: int, scale: float = 1.0) -> None:
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=True)

    def picture(self, path: Path, *, whole: bool = False) -> None:
        shot = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def mistakes(self) -> list[str]:
        """What the browser complained of since the last time: blocked by the policy, not found, errors of scripts."""
        return [one["message"] for one in self.ask("POST", "/se/log", type="browser")]

    def _find(self, selector: str) -> str:
        return str(self.ask("POST", "/element", using="css selector", value=selector)[ELEMENT])


def until(holds: Callable[[], Any], seconds: float = 15.0) -> bool:
    """Whether it holds before so long has passed."""
    end = monotonic() + seconds
    while monotonic() < end:
        if holds():
            return True
        sleep(0.03)
    return bool(holds())


@contextmanager
def browser(folder: Path, *, javascript: bool = True, languages: str = "fr-MA,fr") -> Iterator[Browser]:
    """A browser with nothing in it. It takes any certificate."""
    program = driver()
    assert program is not None
    preferences: dict[str, Any] = {"intl.accept_languages": languages}
    if not javascript:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options = {
        "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                 "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 f"--user-data-dir={folder / 'browser'}"],
        "prefs": preferences,
    }  # fmt: skip
    wanted = {"acceptInsecureCerts": True, "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
    with subprocess.Popen([program, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        try:
            port = next(found[1] for line in running.stdout if (found := re.search(r"successfully on port (\d+)", line)))
            with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                made = client.post("/session", json={"capabilities": {"alwaysMatch": wanted}}).json()["value"]
                one = Browser(client, made["sessionId"])
                one.size(412, 915)
                yield one
                client.delete(f"/session/{made['sessionId']}")
        finally:
            running.terminate()
