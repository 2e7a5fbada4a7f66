"""lantoa up: the page and every step by its rhythm, in one command; and one round of it for cron."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from logging.handlers import RotatingFileHandler

import sqlalchemy as sa

from campaigns.operating.instance import BEAT, Instance, one_instance
from campaigns.operating.keeper import Keeper
from campaigns.operating.lanes import Ended, Steady, one_round
from campaigns.operating.step_log import StepLog
from campaigns.operating.steps import FAILED, Step
from lantoa.cli import demo, serving
from lantoa.cli.bars import bar, remark
from lantoa.cli.hands import ProcessHand
from lantoa.cli.house import House, open_house
from lantoa.cli.output import Exit, tell_steps
from lantoa.cli.rounds import CRAWL, EVERY, LANE_OF, POST, ROUND, WORK, Looking, steps_by
from lantoa.cli.steps import Done, index
from lantoa.clock import SystemClock
from lantoa.errors import LantoaError, Misuse
from lantoa.settings import Settings
from lantoa.web.formats import moment
from lantoa.words import word
from search_api.index import SCHEMA, OtherSchema

LARGEST = 2_000_000
"""Bytes of a log file before the next is begun."""
CLOCK = SystemClock()
"""Rhythms and heartbeats go by the real time, also where the demonstration's stands still."""


def keep_up(settings: Settings, serve: bool) -> None:
    """Serve and run every step until interrupted. Raises Misuse when another does already, when
    the port is taken; LantoaError when another took over."""
    if settings.index == "memory:":
        raise Misuse(word("schedule.memory_alone"))
    with open_house(settings) as house, one_instance(settings.data, house.database, CLOCK) as instance:
        listener = serving.listen(settings) if serve else None
        if listener is not None:
            _index_of_this_release(house)
        lost = threading.Event()
        with _logged(house), _kept(house, instance, lost):
            try:
                if listener is None:
                    remark(word("schedule.no_page"))
                    lost.wait()
                else:
                    demo.greet(house)
                    _tell_demonstration(house)
                    serving.serve(house, listener, lost)
            finally:
                if listener is not None:
                    listener.close()
        if lost.is_set():
            raise LantoaError(word("schedule.lost"))


def once(settings: Settings, as_json: bool) -> Exit:
    """Every step once, in order, here; PARTLY when one of them failed or put something aside."""
    with open_house(settings) as house, one_instance(settings.data, house.database, CLOCK) as instance:
        log = StepLog(house.database, instance.keeper)
        log.take_over(CLOCK.now())
        steps = [Step(name, partial(run, house), EVERY[name]) for name, run in ROUND.items()]
        with _beating(instance), bar(word("schedule.round"), as_json) as progress:
            progress.total(len(steps))
            ended: list[Ended] = []
            for step in steps:
                ended += one_round([step], log, CLOCK, lambda pause: time.sleep(pause.total_seconds()))
                progress.advance()
        return tell_steps([_done(one) for one in ended], as_json)


@contextmanager
def _kept(house: House, instance: Instance, lost: threading.Event) -> Iterator[None]:
    """The keeper at work beside what is done within."""
    steady = steady_clock()
    log = house.settings.data / "logs" / "steps.log"
    hands = {name: ProcessHand(log, steady) for name in (CRAWL, WORK, POST)}
    steps = steps_by({name: hands[LANE_OF.get(name, WORK)].run for name in ROUND}, Looking(house))
    keeper = Keeper(house.database, instance, steps, hands, house.campaigns.all, CLOCK, steady, lost.set)
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


def steady_clock() -> Steady:
    """Time from now on that no setting of the clock moves; where the system tells it, the time
    that the machine slept is part of it."""
    source = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    began = time.clock_gettime(source)
    return lambda: timedelta(seconds=time.clock_gettime(source) - began)


@contextmanager
def _beating(instance: Instance) -> Iterator[None]:
    """A heartbeat while a round runs in this thread."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT.total_seconds()):
            with suppress(sa.exc.SQLAlchemyError):  # the next one may be written again
                instance.beat({})

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def _logged(house: House) -> Iterator[None]:
    """What the keeper notices goes to a file of the data folder."""
    folder = house.settings.data / "logs"
    folder.mkdir(exist_ok=True)
    handler = RotatingFileHandler(folder / "up.log", maxBytes=LARGEST, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    loggers = [logging.getLogger(name) for name in ("campaigns", "apscheduler")]
    for one in loggers:
        one.setLevel(house.settings.log_level)
        one.addHandler(handler)
    try:
        yield
    finally:
        for one in loggers:
            one.removeHandler(handler)
        handler.close()


def _index_of_this_release(house: House) -> None:
    """The pages need it: after an upgrade it is built anew first. Raises OtherSchema for the index
    of a newer release, Later when it does not answer."""
    try:
        house.bare_index.ensure()
    except OtherSchema as other:
        if other.held > SCHEMA:
            raise
        remark(word("schedule.index_anew"))
        index(house)


def _tell_demonstration(house: House) -> None:
    if house.content == "demo":
        remark(word("schedule.demonstration", at=moment(house.clock.now())))


def _done(ended: Ended) -> Done:
    failed = (ended.error,) if ended.verdict in FAILED else ended.outcome.aside
    return Done(ended.step, ended.outcome.counts, failed)
