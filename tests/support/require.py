"""LANTOA_TEST_REQUIRE turns the skip of a missing thing into a failure."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def required() -> frozenset[str]:
    """What this run may not do without: browser, postgres, elasticsearch, elasticsearch9, data."""
    return frozenset(filter(None, os.environ.get("LANTOA_TEST_REQUIRE", "").split(",")))


def missing(what: str, reason: str) -> NoReturn:
    """Skip with a reason, or fail where `what` is required."""
    if what in required():
        pytest.fail(f"{what} is required here: {reason}")
    pytest.skip(reason)
