"""Pictures of test badges, as a camera would see them."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

from checkin.badges.symbol import QUIET_MODULES, symbol


def picture(text: str, light: float = 1.0) -> np.ndarray:
    """1280 x 720 pixels, the symbol of `text` somewhat turned on a grey ground."""
    dark = np.pad(np.array(symbol(text), dtype=bool), QUIET_MODULES)
    side = 320
    code = cv2.resize(np.where(dark, 20, 235).astype(np.uint8), (side, side), interpolation=cv2.INTER_NEAREST)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), 9, 1.0)
    turn[:, 2] += (470, 190)
    frame = cv2.warpAffine(code, turn, (1280, 720), borderMode=cv2.BORDER_CONSTANT, borderValue=130)
    frame = cv2.GaussianBlur(frame, (3, 3), 0) * light
    return cv2.cvtColor(frame.astype(np.uint8), cv2.COLOR_GRAY2BGR)


def write_pictures(folder: Path, texts: Iterable[str], light: float = 1.0) -> Path:
    """A folder of them, to be a camera."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        cv2.imwrite(str(folder / f"{number}.png"), picture(text, light))
    return folder
