"""lantoa train: a model from annotated texts, and what it is worth on texts it did not see."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lantoa.cli.bars import bar
from lantoa.cli.output import print_json, print_table
from lantoa.errors import Misuse
from lantoa.web.formats import number
from lantoa.words import word
from nlp.crf.model import SHIPPED, Model
from nlp.crf.training import lesson, train
from nlp.gold import NAMED, OWN, Annotated, parted, read_gold
from nlp.score import Scores, score
from nlp.trials import FOLDS, cross_validated, named


@dataclass(frozen=True, slots=True)
class Plan:
    """gold: a folder of more annotated texts; whole: learn from its held-out texts too;
    out: where the model is written; ship: it becomes the project's own."""

    gold: Path | None = None
    whole: bool = False
    out: Path | None = None
    ship: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """One row of scores. name: of the texts and of what found the names."""

    name: str
    texts: int
    scores: Scores


def run(plan: Plan, as_json: bool) -> None:
    """Train, score, write. Raises Misuse for options that exclude each other, for folders without
    annotated texts, and for files that cannot be written."""
    _check(plan)
    own = read_gold(OWN)
    known, held_out = parted(read_gold(plan.gold)) if plan.gold else ((), ())
    learned_from = (*own, *known, *(held_out if plan.whole else ()))
    lessons = [lesson(one) for one in learned_from]
    model = train(lessons)
    written = _write(plan, model)
    with bar(word("training.bar"), as_json) as progress:
        progress.total(FOLDS)
        found = cross_validated(own, lessons[len(own) :], progress)
    trials = [
        Trial("own_grammar", len(own), score(own, named(own, None))),
        Trial("own_cv", len(own), score(own, found)),
    ]
    trials += _both(("train_grammar", "train_model"), known, model)
    trials += _both(("held_out_grammar", "held_out_model"), () if plan.whole else held_out, model)
    _tell(model, trials, written, as_json)


def _check(plan: Plan) -> None:
    if plan.ship and (plan.gold or plan.out):
        raise Misuse(word("training.ship_alone"))
    if plan.whole and not plan.gold:
        raise Misuse(word("training.whole_of_what"))
    if plan.out and not plan.out.parent.is_dir():
        raise Misuse(word("cli.no_file", file=plan.out.parent))


def _both(names: tuple[str, str], texts: tuple[Annotated, ...], model: Model) -> list[Trial]:
    """The grammar alone, and with the model; nothing without texts."""
    ways = zip(names, (None, model), strict=True)
    return [Trial(name, len(texts), score(texts, named(texts, way))) for name, way in ways if texts]


def _write(plan: Plan, model: Model) -> Path | None:
    file = SHIPPED if plan.ship else plan.out
    if file is not None:
        try:
            file.write_bytes(model.to_bytes())
        except OSError as error:
            raise Misuse(word("cli.unwritable", file=file, why=error.strerror)) from None
    return file


def _tell(model: Model, trials: list[Trial], written: Path | None, as_json: bool) -> None:
    kinds = ("entities", *NAMED)
    if as_json:
        print_json({
            "file": None if written is None else str(written),
            "bytes": len(model.to_bytes()),
            "texts": model.texts,
            "trained_on": model.trained_on,
            "features": len(model.names),
            "scores": {one.name: {"texts": one.texts} | {kind: _figures(one, kind) for kind in kinds} for one in trials},
        })  # fmt: skip
        return
    print_table(
        [
            word("training.column.texts"),
            word("training.column.count"),
            *(word(f"training.column.{kind}") for kind in kinds),
        ],
        [
            [word(f"training.trial.{one.name}"), one.texts, *(_shown(one, kind) for kind in kinds)]
            for one in trials
        ],
    )
    print(
        word(
            "training.learned",
            texts=number(model.texts),
            hash=model.trained_on[:12],
            size=number(len(model.to_bytes())),
        )
    )
    if written is not None:
        print(word("training.written", file=written))


def _figures(trial: Trial, kind: str) -> dict[str, float]:
    counts = trial.scores[kind]
    return {
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
    }


def _shown(trial: Trial, kind: str) -> str:
    return " / ".join(f"{value:.3f}" for value in _figures(trial, kind).values())
