"""Waiting in line, against printed tables, exact formulas, and queues that are played customer by customer."""

import heapq
from collections.abc import Callable
from itertools import pairwise
from math import exp, factorial, inf, log, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.domain.queueing import Minute, after, erlang_b, erlang_c, forecast, mgc_wait_s, mmc_wait_s, waiting_at

# Traffic, in erlangs, that so many lines carry with so many calls lost, as printed. Two decimals: J. Dunlop, D. Girma, J. Irvine,
# Digital Mobile Communications and the TETRA System (1999), table A.3.2; three: the manual of the calculator of erlang.com
PRINTED_B = [(2, 0.01, 0.15), (3, 0.01, 0.46), (4, 0.01, 0.87), (3, 0.005, 0.35), (4, 0.005, 0.70), (15, 0.01, 8.108)]

people, places = st.floats(0, 2_000), st.floats(0.01, 2_000)
desks_of_a_gate, cv2s = st.floats(1, 10), st.floats(0, 2)
NUMERIC = 0.002
"""How far `after` may be from its equation, of all who are there and one more."""


def played_wait_s(arrivals_per_s: float, service_s: Callable[[Random], float], desks: int, customers: int) -> float:
    """The mean wait in one line before several desks, customer by customer."""
    rng = Random("customers")
    free_s, now_s, waited_s = [0.0] * desks, 0.0, 0.0
    for _ in range(customers):
        now_s += rng.expovariate(arrivals_per_s)
        begins_s = max(now_s, free_s[0])
        waited_s += begins_s - now_s
        heapq.heapreplace(free_s, begins_s + service_s(rng))
    return waited_s / customers


def lognormal(mean_s: float, cv2: float) -> Callable[[Random], float]:
    sigma2 = log(1 + cv2)
    return lambda rng: rng.lognormvariate(log(mean_s) - sigma2 / 2, sqrt(sigma2))


@pytest.mark.parametrize(("lines", "lost", "traffic"), PRINTED_B)
def test_erlang_b_is_that_of_printed_tables(lines: int, lost: float, traffic: float) -> None:
    rounded = 0.0005 if traffic == 8.108 else 0.005
    assert erlang_b(traffic - rounded, lines) <= lost <= erlang_b(traffic + rounded, lines)


@given(st.floats(0.001, 40), st.integers(1, 30))
def test_erlang_b_is_the_share_of_the_last_term_of_the_sum(offered: float, desks: int) -> None:
    terms = [offered**number / factorial(number) for number in range(desks + 1)]
    assert erlang_b(offered, desks) == pytest.approx(terms[-1] / sum(terms), rel=1e-9)


def test_erlang_c_and_the_wait_are_those_of_worked_examples() -> None:
    # F. S. Hillier, G. J. Lieberman, Introduction to Operations Research, the county hospital: 2 come an hour, 3 are treated
    assert erlang_c(2 / 3, 2) == pytest.approx(1 / 6)
    assert mmc_wait_s(2 / 3600, 1200, 1) == pytest.approx(2 / 3 * 3600)
    assert mmc_wait_s(2 / 3600, 1200, 2) == pytest.approx(1 / 24 * 3600)
    # D. Gross, C. M. Harris, Fundamentals of Queueing Theory, the eye clinic: 6 an hour, three doctors, 20 minutes; 8/9 wait
    assert erlang_c(2, 3) == pytest.approx(4 / 9)
    assert 6 / 3600 * mmc_wait_s(6 / 3600, 1200, 3) == pytest.approx(8 / 9)


@given(st.floats(0.01, 0.99), st.integers(1, 12))
def test_the_wait_in_mmc_is_that_of_the_sum_over_all_lengths_of_the_queue(load: float, desks: int) -> None:
    offered = load * desks
    all_taken = offered**desks / factorial(desks)
    nobody = 1 / (sum(offered**number / factorial(number) for number in range(desks)) + all_taken / (1 - load))
    waiting = nobody * all_taken * load / (1 - load) ** 2
    assert erlang_c(offered, desks) == pytest.approx(nobody * all_taken / (1 - load), rel=1e-9)
    assert mmc_wait_s(offered / 7, 7.0, desks) == pytest.approx(waiting / (offered / 7), rel=1e-9)


def test_nobody_waits_where_nobody_comes_and_all_do_where_desks_do_not_keep_up() -> None:
    assert (erlang_c(0, 2), mmc_wait_s(0, 5, 2)) == (0, 0)
    assert (erlang_c(2, 2), erlang_c(2.5, 2), mmc_wait_s(0.4, 5, 2)) == (1, 1, inf)


@pytest.mark.parametrize(("desks", "load"), [(1, 0.7), (3, 0.7)])
def test_the_wait_in_mmc_is_that_of_a_queue_played_customer_by_customer(desks: int, load: float) -> None:
    played_s = played_wait_s(load * desks / 5, lambda rng: rng.expovariate(1 / 5), desks, 200_000)
    assert mmc_wait_s(load * desks / 5, 5, desks) == pytest.approx(played_s, rel=0.05)


@given(st.floats(0.05, 0.98), cv2s)
def test_allen_cunneen_at_one_desk_is_pollaczek_khinchine(load: float, cv2: float) -> None:
    mean_s = 5.0
    second_moment = mean_s**2 * (1 + cv2)
    exact_s = load / mean_s * second_moment / (2 * (1 - load))
    assert mgc_wait_s(load / mean_s, mean_s, 1, cv2) == pytest.approx(exact_s, rel=1e-9)


def test_allen_cunneen_with_exponential_times_is_mmc_and_less_regular_arrivals_wait_longer() -> None:
    assert mgc_wait_s(0.5, 5, 3, 1.0) == pytest.approx(mmc_wait_s(0.5, 5, 3))
    assert mgc_wait_s(0.5, 5, 3, 1.0, arrivals_cv2=2.0) == pytest.approx(1.5 * mmc_wait_s(0.5, 5, 3))


def test_allen_cunneen_is_near_to_a_queue_with_lognormal_services_played_customer_by_customer() -> None:
    for desks in (2, 4):
        played_s = played_wait_s(0.8 * desks / 5, lognormal(5, 0.4), desks, 200_000)
        assert mgc_wait_s(0.8 * desks / 5, 5, desks, 0.4) == pytest.approx(played_s, rel=0.08)


def test_sakasegawa_is_exact_at_one_desk_and_near_to_erlang_where_people_wait() -> None:
    for load in (0.2, 0.5, 0.9):
        assert waiting_at(load, 1, 1.0) == pytest.approx(load**2 / (1 - load))
    for desks in range(2, 7):
        assert waiting_at(0.8, desks, 1.0) == pytest.approx(mmc_wait_s(0.8 * desks, 1, desks) * 0.8 * desks, rel=0.05)


@given(people, people, places, desks_of_a_gate, cv2s)
def test_nobody_vanishes_and_nobody_is_served_beyond_what_the_desks_can(
    waiting: float, arriving: float, served: float, desks: float, cv2: float
) -> None:
    left = after(waiting, arriving, served, desks, cv2)
    there = waiting + arriving
    assert max(0.0, there - served) - 1e-6 <= left <= there + 1e-6


@given(people, people, places, desks_of_a_gate, cv2s)
def test_a_step_solves_its_equation(waiting: float, arriving: float, served: float, desks: float, cv2: float) -> None:
    there = waiting + arriving
    least, most = 0.0, 1.0
    for _ in range(60):
        load = (least + most) / 2
        is_below = load < 1 and waiting_at(load, desks, cv2) + load * served < there
        least, most = (load, most) if is_below else (least, load)
    assert after(waiting, arriving, served, desks, cv2) == pytest.approx(there - least * served, abs=NUMERIC * (1 + there))


@given(st.floats(0, 500), st.floats(50, 500), st.floats(2, 5))
def test_far_above_capacity_the_backlog_grows_by_what_cannot_be_served(waiting: float, served: float, times: float) -> None:
    backlog = waiting + (times - 1) * served
    assert after(waiting, times * served, served, 3) == pytest.approx(backlog, abs=0.7 * served / backlog + 1e-6)


@pytest.mark.parametrize(("desks", "load"), [(1, 0.5), (1, 0.9), (2, 0.8), (4, 0.95), (6, 0.7)])
def test_stepped_long_below_capacity_it_is_the_stationary_queue_whatever_it_began_with(desks: int, load: float) -> None:
    served = 60 / 5 * desks
    for begun in (0.0, 200.0):
        *_, last = forecast(begun, [Minute(load * served, served, desks)] * 2_000)
        assert last == pytest.approx(waiting_at(load, desks), rel=0.01)


@given(people, people, places, desks_of_a_gate, st.floats(0, 5))
def test_one_more_who_comes_is_at_most_one_more_who_waits(
    waiting: float, arriving: float, served: float, desks: float, more: float
) -> None:
    before, later = (after(waiting, arriving + extra, served, desks) for extra in (0.0, more))
    slack = NUMERIC * (1 + waiting + arriving + more)
    assert -slack <= later - before <= more + slack


def test_there_is_no_jump_at_load_1() -> None:
    lengths = [after(0, 36 * (0.99 + place * 1e-4), 36, 3) for place in range(200)]
    steps = [later - before for before, later in pairwise(lengths)]
    assert all(0 < step <= 36 * 1e-4 for step in steps)
    assert all(abs(later - before) < 0.01 * before for before, later in pairwise(steps))


def test_where_no_desk_is_everybody_waits_and_where_nobody_is_nobody_does() -> None:
    assert after(3, 4, 0, 1) == 7
    assert (after(0, 0, 12, 1), after(1, -2, 12, 1)) == (0, 0)


def test_more_waits_mean_fewer_desks_and_less_even_services() -> None:
    usual = after(5, 30, 36, 3)
    assert after(5, 30, 24, 2) > usual
    assert after(5, 30, 36, 3, 2.0) > usual > after(5, 30, 36, 3, 0.0)


def test_a_rush_is_forecast_as_it_is_played_customer_by_customer() -> None:
    arriving = [30 * exp(-(((minute - 40) / 15) ** 2) / 2) for minute in range(120)]
    told = list(forecast(0, [Minute(one, 24, 2) for one in arriving]))
    played = [0.0] * 120
    for run in range(20):
        rng = Random(f"rush {run}")
        begun_s, free_s = [], [0.0, 0.0]
        for minute, number in enumerate(arriving):
            at_s = 60.0 * minute + rng.expovariate(number / 60)
            while at_s < 60 * minute + 60:
                begins_s = max(at_s, free_s[0])
                heapq.heapreplace(free_s, begins_s + lognormal(5, 0.4)(rng))
                begun_s.append((at_s, begins_s))
                at_s += rng.expovariate(number / 60)
        for minute in range(120):
            played[minute] += sum(at_s < 60 * minute + 60 <= begins_s for at_s, begins_s in begun_s) / 20
    assert max(told) == pytest.approx(max(played), rel=0.1)
    assert told.index(max(told)) == pytest.approx(played.index(max(played)), abs=3)
