"""Where the program notes what it did and what went wrong: JSON lines, without personal data."""

import json
import logging
import logging.handlers
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Never

import structlog

from checkin.private import private_folder
from checkin.trouble import Trouble

EVERY_S, MOST_SENTENCES = 60.0, 1_000
OURS = ("checkin", "data", "ui", "__main__")


def log_to(folder: Path) -> None:
    """Write the log to `folder`/checkin.log, three files of 5 MB at most; to the machine's temporary folder where that cannot be
    written, so that a desk on a full or read-only disk can still say so in its window."""
    try:
        handler = _file_in(folder)
    except OSError:
        handler = _file_in(Path(tempfile.gettempdir()))
    handler.setFormatter(_Line())
    handler.addFilter(lambda record: _is_ours(record) or record.levelno >= logging.WARNING)
    handler.addFilter(Seldom())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def keep_quiet() -> None:
    """Log nowhere: what a command prints is its answer alone. `log_to` ends it."""
    if not structlog.is_configured():
        structlog.configure(processors=[_drop])
        logging.lastResort = None


def _drop(*_: object) -> Never:
    raise structlog.DropEvent


class Seldom(logging.Filter):
    """Lets the same sentence of a library pass once in EVERY_S: what it repeats would push all else out of the log."""

    def __init__(self) -> None:
        super().__init__()
        self._passed: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it passes."""
        if _is_ours(record):
            return True
        said = record.name, str(record.msg).partition("\n")[0]
        if self._passed.get(said, -EVERY_S) > record.created - EVERY_S:
            return False
        if len(self._passed) >= MOST_SENTENCES:
            self._passed.clear()
        self._passed[said] = record.created
        return True


class _Line(logging.Formatter):
    """A JSON object a line. Of what a library says only the sentence: what it puts into it may name somebody."""

    def format(self, record: logging.LogRecord) -> str:
        if _is_ours(record):
            return record.getMessage()
        said, at = str(record.msg).partition("\n")[0], datetime.fromtimestamp(record.created, UTC).isoformat()
        return json.dumps({"event": said, "library": record.name, "level": record.levelname.lower(), "timestamp": at})


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _file_in(folder: Path) -> logging.Handler:
    private_folder(folder)
    path = folder / "checkin.log"
    return logging.handlers.RotatingFileHandler(path, maxBytes=5_000_000, backupCount=2, encoding="utf-8")


def log_crash(error: BaseException) -> Path:
    """Keep the trace of an error that nobody foresaw, and say in which file."""
    path = Path(tempfile.gettempdir()) / "checkin-crash.log"
    with path.open("a", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return path


def trace_of(error: BaseException) -> dict[str, object]:
    """What to log of an error where people's data pass: its kind and where it was raised, without its words, which may name
    somebody."""
    frames = traceback.extract_tb(error.__traceback__)
    return {"kind": type(error).__name__, "trace": [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]}


def said_of(trouble: Trouble) -> str:
    """What to log of trouble with a database: its sentence, with the kind and code of the error in the place of the words, which
    may name somebody."""
    cause = getattr(trouble.__cause__, "orig", trouble.__cause__)
    codes = (getattr(cause, name, None) for name in ("sqlite_errorname", "sqlite_errorcode", "sqlstate"))
    reason = " ".join(str(one) for one in (type(cause).__name__, next(filter(None, codes), "")) if one)
    return trouble.what.msgid.format_map({**trouble.what.values, "error": reason})
