"""Case 15: a certificate that is expired, another host's, or vouched for by nobody is refused -
unless the source lists the exception, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.crawls import stanza
from tests.support.tls import authority, by_name, server
from tests.support.ugly import WELL, Crawled, crawled, link, outlet, path, story

BAD = ("het", "khac", "tu")
LISTED = tuple(f"cho-{name}" for name in BAD)
REASON = 'tls_exception = "chứng thư của cổng hết hạn, đã xem ngày 2025-08-30"\n'


def safe(name: str, reason: str = "") -> str:
    """A source at https://NAME.test/."""
    return stanza(name, "/rss").replace("http://", "https://").rstrip() + "\n" + reason + "\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("case")
    signer, yesterday = authority(folder), datetime.now(UTC) - timedelta(days=1)
    contexts = {
        f"{front}{name}.test": context
        for front in ("", "cho-")
        for name, context in {
            "het": server(f"{front}het.test", folder, signer, yesterday),
            "khac": server("mot-nha-khac.test", folder, signer),
            "tu": server(f"{front}tu.test", folder),
        }.items()
    }
    contexts["tot.test"] = server("tot.test", folder, signer)
    contexts[f"{WELL}.test"] = server(f"{WELL}.test", folder, signer)
    sites = {f"{name}.test": outlet(name, {"mot": story()}, scheme="https") for name in (*BAD, *LISTED, "tot")}
    stanzas = "".join(map(safe, (*BAD, "tot"))) + "".join(safe(name, REASON) for name in LISTED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(signer.file))
        with crawled(folder, sites, stanzas, by_name(contexts)) as found:
            yield found


def test_a_certificate_somebody_vouches_for_is_accepted(case: Crawled) -> None:
    assert case.kept("tot") == [path("mot")]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_one_is_refused_by_name_and_nothing_is_asked(case: Crawled, name: str) -> None:
    assert case.fates(name) == {"/rss": "tls", "/": "tls"}
    assert case.sites.paths(f"{name}.test") == []
    assert case.world.row(f"https://{name}.test/rss").due is not None


@pytest.mark.parametrize("name", LISTED)
def test_with_a_listed_exception_it_is_collected_and_the_log_says_so(case: Crawled, name: str) -> None:
    assert case.fate(link(name, "mot", "https")) == "stored"
    assert case.world.plan.log is not None
    log = case.world.plan.log.read_text(encoding="utf-8")
    assert f"certificate of {name}.test is not checked: chứng thư của cổng hết hạn" in log
