"""Where the program notes what it did and what went wrong: JSON lines, without personal data."""

import logging
import logging.handlers
import tempfile
import traceback
from pathlib import Path

import structlog


def log_to(folder: Path) -> None:
    """Write the log to `folder`/checkin.log, three files of 5 MB at most; to the machine's temporary folder where that cannot be
    written, so that a desk on a full or read-only disk can still say so in its window."""
    try:
        handler = _file_in(folder)
    except OSError:
        handler = _file_in(Path(tempfile.gettempdir()))
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _file_in(folder: Path) -> logging.Handler:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "checkin.log"
    return logging.handlers.RotatingFileHandler(path, maxBytes=5_000_000, backupCount=2, encoding="utf-8")


def log_crash(error: BaseException) -> Path:
    """Keep the trace of an error that nobody foresaw, and say in which file."""
    path = Path(tempfile.gettempdir()) / "checkin-crash.log"
    with path.open("a", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return path
