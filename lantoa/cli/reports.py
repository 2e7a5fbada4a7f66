"""lantoa report: the report of a period, as files; or made again and compared with what was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from campaigns.periods import Period, period_of
from campaigns.report.issue import differing, issue
from campaigns.report.posting import file_name
from campaigns.report.store import FORMATS, Issued, ReportStore
from campaigns.weeks import week_span
from lantoa.cli.bars import remark
from lantoa.cli.house import House
from lantoa.cli.output import Exit, print_json
from lantoa.errors import Misuse
from lantoa.words import word


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    campaign: str
    period: Period
    layout: str
    formats: tuple[str, ...]


def wanted(campaign: str, week: str | None, period: str | None, layout: str, formats: Sequence[str]) -> Wanted:
    """Raises Misuse for no period, two, or one that is none, and for an unknown format."""
    if (week is None) == (period is None):
        raise Misuse(word("reports.cli.one_period"))
    if week is not None:
        week_span(week)
    unknown = [one for one in formats if one not in FORMATS]
    if unknown:
        raise Misuse(word("reports.cli.format", value=unknown[0], known=", ".join(FORMATS)))
    return Wanted(campaign, period_of(week or period or ""), layout, tuple(formats) or FORMATS)


def write_report(house: House, asked: Wanted, out: Path | None, as_json: bool) -> None:
    """Issue a period's report and write its files. Raises Misuse for what cannot be."""
    campaign = house.campaigns.get(asked.campaign)
    report = issue(house.desk, campaign, asked.period, asked.layout, house.banner, asked.formats)
    files = _written(report, asked.formats, out or house.settings.data / "reports")
    if not report.frozen:
        remark(word("reports.cli.over", period=report.period))
    if as_json:
        print_json({
            "campaign": campaign.id, "period": report.period, "layout": report.layout, "frozen": report.frozen,
            "serial": report.serial or None, "files": [str(file) for file in files],
        })  # fmt: skip
    else:
        for file in files:
            print(word("report.written", file=file))


def check_report(house: House, asked: Wanted, as_json: bool) -> Exit:
    """Whether what was issued is made again byte by byte from its snapshot."""
    campaign = house.campaigns.get(asked.campaign)
    issued = ReportStore(house.database).issued(campaign.id, str(asked.period), asked.layout)
    if issued is None:
        raise Misuse(word("reports.cli.not_issued", period=asked.period, layout=asked.layout))
    different = differing(issued)
    if as_json:
        print_json({"campaign": campaign.id, "period": issued.period, "layout": issued.layout, "different": different})
    elif different is None:
        print(word("reports.cli.old_form", period=issued.period))
    elif different:
        print(word("reports.cli.differs", period=issued.period, kinds=", ".join(different)))
    else:
        print(word("reports.cli.same", period=issued.period))
    return Exit.FAILED if different else Exit.DONE


def _written(report: Issued, formats: Sequence[str], folder: Path) -> list[Path]:
    files = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in formats:
            data = report.file(kind)
            if data is None:
                remark(word("reports.no_file", kind=kind.upper(), period=report.period))
                continue
            files.append(folder / file_name(report, kind))
            files[-1].write_bytes(data)
    except OSError as error:
        raise Misuse(word("cli.unwritable", file=folder, why=error.strerror)) from None
    return files
