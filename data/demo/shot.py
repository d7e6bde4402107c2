"""One thing brought to the camera: its path through space, and what the camera makes of it."""

import math
from dataclasses import dataclass, replace

import numpy as np

from checkin.domain.verdict import Reason
from data.demo.optics import Pose

ENTER_S, LEAVE_S, STEP_ASIDE_S = 0.6, 0.5, 0.34
STRAIGHT, NEARER = Pose(), Pose(3.0, -4.0, -22.0, 3.0, -2.0, 3.0)
OUTSIDE = {"below": (30.0, 300.0), "left": (-400.0, 90.0), "right": (400.0, 70.0)}


@dataclass(frozen=True, slots=True)
class Shot:
    """`part` comes in from `side` at second `at`, is held at `pose` for `hold` seconds, drifting, and leaves to `away`.

    `reason` is why the entrance refuses it (None: admits it). `aside` (second after `at`, length) takes it out of the picture
    for a moment. `shake` in millimetres; `light` is the share of the usual light. `grip` is where the hand holds it (mm from
    its centre), `arm` the arm's angle in degrees; `strap` hangs it on a lanyard.
    """

    at: float
    part: str
    reason: Reason | None = None
    hold: float = 1.3
    pose: Pose = STRAIGHT
    drift: Pose = NEARER
    side: str = "below"
    away: str = "below"
    aside: tuple[float, float] | None = None
    shake: float = 0.0
    hunts: bool = False
    glares: bool = False
    light: float = 1.0
    grip: tuple[float, float] = (-16.0, 27.0)
    arm: float = 0.0
    skin: int = 0
    sleeve: int = 0
    mirrored: bool = False
    strap: bool = False

    @property
    def held_from(self) -> float:
        """When it has arrived."""
        return self.at + ENTER_S

    @property
    def held_until(self) -> float:
        """When it begins to leave."""
        return self.held_from + self.hold

    @property
    def ends(self) -> float:
        """When it is gone."""
        return self.held_until + LEAVE_S

    def pose_at(self, second: float) -> Pose | None:
        """Where it is, None before and after."""
        if not self.at <= second <= self.ends:
            return None
        drifted = min(max((second - self.held_from) / self.hold, 0.0), 1.0)
        held = _moved(self.pose, self.drift, drifted - 0.5)
        if second < self.held_from:
            pose = _between(_outside(self.pose, self.side), held, _ease_out((second - self.at) / ENTER_S))
        elif second > self.held_until:
            pose = _between(held, _outside(self.pose, self.away), ((second - self.held_until) / LEAVE_S) ** 2)
        else:
            pose = _between(held, _outside(self.pose, self.away), self._aside_share(second - self.at))
        return _trembling(pose, second, self.shake, self.at)

    def blur_at(self, second: float) -> float:
        """How far out of focus it is, in pixels: the camera needs a moment to find it, and some cameras hunt."""
        since = second - self.held_from
        found = 3.6 * _smooth(min(max((0.12 - since) / 0.5, 0.0), 1.0))
        if not self.hunts or since < 0:
            return found
        return max(found, 4.2 * math.sin(min(since / 1.5, 1.0) * 3 * math.pi) ** 2 * math.exp(-0.5 * since))

    def presence(self, second: float) -> float:
        """0 while it is away, 1 while it is held, in between on its way."""
        entering, leaving = (second - self.at) / ENTER_S, (self.ends - second) / LEAVE_S
        return _smooth(min(max(min(entering, leaving), 0.0), 1.0))

    def _aside_share(self, since: float) -> float:
        if self.aside is None:
            return 0.0
        out = (since - self.aside[0]) / STEP_ASIDE_S
        back = (self.aside[0] + self.aside[1] - since) / STEP_ASIDE_S
        return _smooth(min(max(min(out, back), 0.0), 1.0))


def _outside(pose: Pose, side: str) -> Pose:
    dx, dy = OUTSIDE[side]
    far = 1.15
    return replace(pose, x=dx * pose.z / 300, y=dy * pose.z / 300, z=pose.z * far, yaw=pose.yaw + 18, roll=pose.roll - 24)


def _moved(pose: Pose, drift: Pose, share: float) -> Pose:
    return Pose(
        pose.x + drift.x * share, pose.y + drift.y * share, pose.z + drift.z * share,
        pose.yaw + drift.yaw * share, pose.pitch + drift.pitch * share, pose.roll + drift.roll * share,
    )  # fmt: skip


def _between(one: Pose, other: Pose, share: float) -> Pose:
    return Pose(
        *(getattr(one, name) * (1 - share) + getattr(other, name) * share for name in ("x", "y", "z", "yaw", "pitch", "roll"))
    )


def _trembling(pose: Pose, second: float, shake: float, phase: float) -> Pose:
    """A hand is never still: a slow tremble, and a wave of `shake` millimetres."""
    slow, quick = np.sin(2 * np.pi * (0.9 * second + phase)), np.sin(2 * np.pi * (2.3 * second + 0.37 * phase))
    wave = shake * math.sin(2 * math.pi * 1.15 * second)
    return replace(
        pose, x=pose.x + 0.9 * slow + wave, y=pose.y + 0.7 * quick + 0.4 * wave, z=pose.z + 1.5 * slow,
        yaw=pose.yaw + 0.8 * quick, pitch=pose.pitch + 0.7 * slow, roll=pose.roll + 0.8 * slow + 0.25 * wave,
    )  # fmt: skip


def _smooth(share: float) -> float:
    return share * share * (3 - 2 * share)


def _ease_out(share: float) -> float:
    return 1 - (1 - share) ** 3
