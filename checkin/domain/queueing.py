"""Waiting in line: Erlang's formula for desks that keep up, a backlog that grows where they do not, and one curve through
both.

Sources (docs/queues.md): A. K. Erlang (1917) and D. Gross, C. M. Harris, Fundamentals of Queueing Theory, for M/M/c; A. O.
Allen, Probability, Statistics, and Queueing Theory (1990), for general service times (the correction of Allen and Cunneen; of
Lee and Longton where people come by chance); H. Sakasegawa (1977) for the length of the queue in one line; W.-P. Wang, D.
Tipper, S. Banerjee (1996) for the pointwise stationary fluid flow that is stepped over time.
"""

import math
from collections.abc import Iterable, Iterator
from math import inf, sqrt
from typing import NamedTuple

SERVICE_CV2 = 0.4
"""The squared coefficient of variation of service times at a desk: many short ones and a few long talks. Exponential times
have 1."""

_ROUNDS = 3


def erlang_b(offered: float, desks: int) -> float:
    """The share of people who would find all desks taken, were they to go away then. `offered`: arrivals in one service time."""
    blocked = 1.0
    for number in range(1, desks + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked


def erlang_c(offered: float, desks: int) -> float:
    """The share of people who have to wait. `offered`: arrivals in one service time; 1 where they are as many as the desks or
    more."""
    if offered <= 0:
        return 0.0
    if offered >= desks:
        return 1.0
    blocked = erlang_b(offered, desks)
    return blocked / (1 - offered / desks * (1 - blocked))


def mmc_wait_s(arrivals_per_s: float, service_s: float, desks: int) -> float:
    """The mean wait in M/M/c; infinite where the desks do not keep up."""
    offered = arrivals_per_s * service_s
    if offered <= 0:
        return 0.0
    return erlang_c(offered, desks) * service_s / (desks - offered) if offered < desks else inf


def mgc_wait_s(
    arrivals_per_s: float, service_s: float, desks: int, service_cv2: float = SERVICE_CV2, arrivals_cv2: float = 1.0
) -> float:
    """The mean wait in G/G/c after Allen and Cunneen; exact for M/M/c and M/G/1. Infinite where the desks do not keep up."""
    return mmc_wait_s(arrivals_per_s, service_s, desks) * (arrivals_cv2 + service_cv2) / 2


def waiting_at(load: float, desks: float, service_cv2: float = SERVICE_CV2) -> float:
    """How many people wait on average at a `load` (arrivals over what the desks can serve) below 1, after Sakasegawa."""
    return (1 + service_cv2) / 2 * math.pow(load, sqrt(2 * (desks + 1))) / (1 - load)


def after(waiting: float, arriving: float, served: float, desks: float, service_cv2: float = SERVICE_CV2) -> float:
    """How many wait after a step of time in which `arriving` people come and the desks could serve `served`.

    Between two steps the desks are as busy as they would be, in the long run, with as many people waiting: far below capacity
    this is the stationary queue, far above it the backlog grows by what cannot be served, and there is no jump between. The
    step is implicit, so it may be long: the result solves waiting_at(load) + load * served = waiting + arriving.
    """
    together = max(waiting + arriving, 0.0)
    if together == 0 or served <= 0:
        return together
    full, power, surplus = (1 + service_cv2) / 2, sqrt(2 * (desks + 1)), together - served
    root = sqrt(surplus * surplus + 4 * served * full)
    load = 1 - ((root - surplus) / (2 * served) if surplus < 0 else 2 * full / (root + surplus))
    for _ in range(_ROUNDS):
        load = max(load, 0.0)
        rest, slope = load * served - together, full * math.pow(load, power - 1)
        load -= (slope * load + rest * (1 - load)) / (slope * power + served * (1 - load) - rest)
    return max(together - load * served, 0.0)


class Minute(NamedTuple):
    """A step of a forecast: how many come in it, and how many the desks, of which there are so many, can serve."""

    arriving: float
    served: float
    desks: float


def forecast(waiting: float, minutes: Iterable[Minute], service_cv2: float = SERVICE_CV2) -> Iterator[float]:
    """How many wait at the end of each step, which need not be a minute."""
    for arriving, served, desks in minutes:
        waiting = after(waiting, arriving, served, desks, service_cv2)
        yield waiting
