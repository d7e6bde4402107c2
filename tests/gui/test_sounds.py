import subprocess
import sys

from ui.sounds import NOTES, RATE, Hearing, Sound, Sounds, synthesise


def test_each_sound_is_different_short_and_never_too_loud() -> None:
    made = {sound: synthesise(NOTES[sound]) for sound in Sound}
    assert len({samples.tobytes() for samples in made.values()}) == len(Sound)
    for samples in made.values():
        assert 0 < len(samples) < RATE
        assert max(samples) < 32_000
        assert samples[0] == 0
        assert abs(samples[-1]) < 2_500


def test_without_a_device_the_desk_is_silent_and_says_so() -> None:
    # in a process of its own, with no sound server and no card to be found
    code = (
        "import miniaudio, time\n"
        "def none(*a, **k): raise miniaudio.MiniaudioError('no device')\n"
        "miniaudio.PlaybackDevice = none\n"
        "from ui.sounds import Sounds, Sound\n"
        "s = Sounds(); s.play(Sound.READ); s.play(Sound.REFUSED); s.stop(); print(s.state.value)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip().endswith("no device")


def test_a_muted_desk_opens_no_device() -> None:
    sounds = Sounds(muted=True)
    sounds.play(Sound.REFUSED)
    sounds.stop()
    assert sounds.state is Hearing.UNTRIED


def test_the_device_gets_the_sound_and_silence_after_it() -> None:
    sounds = Sounds()
    stream = sounds._stream()
    next(stream)
    sounds._left = memoryview(synthesise(NOTES[Sound.READ])).cast("B")
    total = len(sounds._left)
    first, second = stream.send(500), stream.send(500)
    assert len(first) == len(second) == 1000
    assert total < 2000
    assert first == synthesise(NOTES[Sound.READ]).tobytes()[:1000]
    assert second.endswith(b"\0" * (2000 - total))
