"""Whatever can be wrong with a procedure is said in both languages."""

import pytest

from adapters.messages import LANGS, Lang, event_name, sentence
from domain.procedure.events import KINDS
from domain.procedure.refusals import (
    AbolishedWhileNotInForce,
    AmendedAfterAbolition,
    AmendedBeforePublished,
    AmendedWithoutTransition,
    InvalidDefinition,
    PublishedTwice,
)
from domain.refusals import Reason

DAY = "2019-03-20"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "reason",
    [
        PublishedTwice("SKHCN-01", DAY),
        AmendedBeforePublished("SKHCN-01", DAY),
        AmendedWithoutTransition("SKHCN-01", DAY),
        AbolishedWhileNotInForce("SKHCN-01", DAY),
    ],
)
def test_a_finding_names_the_procedure_and_the_day(reason: Reason, lang: Lang) -> None:
    said = sentence(reason, lang)

    assert "SKHCN-01" in said
    assert DAY in said


@pytest.mark.parametrize("lang", LANGS)
def test_an_abolition_names_the_version_that_stands_in_its_way(lang: Lang) -> None:
    said = sentence(AmendedAfterAbolition("2.002131", "2021-02-01", "2019-10-01"), lang)

    assert all(part in said for part in ("2.002131", "2021-02-01", "2019-10-01"))


@pytest.mark.parametrize("lang", LANGS)
def test_a_problem_of_a_definition_names_file_path_and_reason(lang: Lang) -> None:
    problem = InvalidDefinition("x.toml", "version[0].steps", "steps-do-not-sum", "they take 39 h")

    said = sentence(problem, lang)

    assert all(part in said for part in ("x.toml", "version[0].steps", "39 h", "steps-do-not-sum"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_name_in_both_languages(kind: str) -> None:
    assert len({event_name(kind, lang) for lang in LANGS}) == len(LANGS)
