"""How it stands, in words: the same for the page, the command and the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from campaigns.operating.operations import Operations, StepState, age
from campaigns.operating.step_log import Run
from lantoa.article import ZONE
from lantoa.web.formats import lasting, moment, number
from lantoa.words import catalogue, word

GIB = 1024**3


def lasted(span: timedelta | None) -> str:
    """"dưới 1 giây", "45 giây", "3 phút 20 giây", "2 giờ 5 phút"; a dash for none."""
    if span is None:
        return word("web.dash")
    return lasting(int(span.total_seconds())) or word("schedule.moment")


def counts_text(counts: Mapping[str, int]) -> str:
    """"đã lập 2, muộn 1"; that there was nothing to do where it is empty."""
    shown = [f"{count_name(name)} {number(count)}" for name, count in counts.items() if count]
    return ", ".join(shown) or word("schedule.nothing")


def count_name(name: str) -> str:
    """The word of a count; `requests.x` by the fate x."""
    kind, _, fate = name.partition(".")
    key = f"sources.fate.{fate}" if kind == "requests" and fate else f"cli.count.{name}"
    return catalogue().get(key, fate or name)


def state_text(state: StepState) -> str:
    """What a step is at, or how it ended."""
    if state.stuck:
        return word("schedule.verdict.stuck")
    if state.running:
        return word("schedule.verdict.running")
    if state.rested:
        return word("schedule.verdict.idle")
    return word("schedule.none_yet") if state.last is None else word(f"schedule.verdict.{state.last.verdict}")


def local(at: datetime) -> str:
    """Day and time of day to the second, local: "06/09/2025 15:49:07"."""
    return at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M:%S")


def size(count: int) -> str:
    """Bytes as GB, a thousand and twenty-four of each to the next."""
    return word("schedule.gib", size=number(count / GIB, 1))


def heart_text(shown: Operations) -> str:
    """One sentence on the heartbeat."""
    beat = shown.heartbeat
    if beat is None:
        return word("schedule.heart.never")
    if beat.stopped is not None:
        return word("schedule.heart.stopped", at=local(beat.stopped))
    key = "schedule.heart.late" if shown.watch == "late" else "schedule.heart.ok"
    return word(key, age=lasted(age(beat, shown.now)), host=beat.host, pid=beat.pid, since=moment(beat.since))


def as_object(shown: Operations) -> dict[str, Any]:
    """For programs: instants in ISO 8601 with their zone."""
    beat = shown.heartbeat
    return {
        "watchdog": shown.watch,
        "well": shown.well,
        "now": _iso(shown.now),
        "heartbeat": beat and {
            "at": _iso(beat.beat), "age_s": round(age(beat, shown.now).total_seconds(), 1), "host": beat.host,
            "pid": beat.pid, "since": _iso(beat.since), "stopped": _iso(beat.stopped), "note": beat.note,
        },
        "steps": [
            {
                "step": one.name, "running_since": _iso(one.running), "stuck": one.stuck,
                "last": one.last and _run_object(one.last), "idle_at": _iso(one.looked), "next": _iso(one.following),
            }
            for one in shown.steps
        ],
        "reports_next": [
            {"campaign": one.campaign.id, "period": str(one.period), "layout": one.layout, "due": _iso(one.due), "mail": one.mailed}
            for one in shown.reports
        ],
        "reports_due": [
            {
                "campaign": one.campaign, "period": one.period, "layout": one.layout, "due": _iso(one.due),
                "state": one.state, "late": one.late, "done_at": _iso(one.done_at), "error": one.error,
            }
            for one in shown.turns
        ],
        "backlog": dict(shown.backlog),
        "disk": {"free": shown.disk.free, "total": shown.disk.total, "low": shown.disk.low},
    }  # fmt: skip


def _run_object(run: Run) -> dict[str, Any]:
    took = run.took
    return {
        "started": _iso(run.started), "ended": _iso(run.ended), "took_s": None if took is None else round(took.total_seconds(), 1),
        "verdict": run.verdict, "counts": dict(run.counts), "error": run.error,
    }  # fmt: skip


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(ZONE).isoformat(timespec="seconds")
