"""The error family.

    LantoaError
      Again    a passing fault: the same work may go through when tried again now
      Later    not now: keep the work and try when it is due again
      Aside    this item will not go through: put it aside with its reason, go on
      Misuse   the user asked for something that cannot be: one clear line, exit code 2

Every step has one loop that turns these verdicts into retries, due times and fates.
"""

from __future__ import annotations


class LantoaError(Exception):
    """One clear line for a person; `str(error)` is shown as it is."""


class Again(LantoaError):
    """Retry at once (a few times)."""


class Later(LantoaError):
    """Keep it and retry when due."""


class Aside(LantoaError):
    """Put this item aside, named, and go on with the rest."""


class Misuse(LantoaError):
    """Wrong settings, wrong arguments, a refused combination."""
