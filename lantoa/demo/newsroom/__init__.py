"""The newsroom of the demonstration press: about 600 pieces of a season, with their truth."""

from lantoa.demo.newsroom.season import DEFAULT_SEED, Season, write_season
from lantoa.demo.newsroom.truth import truth_rows, write_truth

__all__ = ["DEFAULT_SEED", "Season", "truth_rows", "write_season", "write_truth"]
