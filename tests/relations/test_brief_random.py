"""Two hundred briefs from random dossiers: every line stands on words of a report, no plan or denial is worded as a deed."""

import json
import re
import zipfile
from datetime import date, timedelta
from functools import cache
from io import BytesIO

import pytest
import relations_random

from detente.relations import brief
from detente.relations.brief.as_text import SHORT
from detente.relations.brief.page import Brief
from detente.relations.dossier import Dossier
from detente.relations.merge import Act
from detente.relations.wording import clause

SEEDS = range(200)
#: The forms take longer than the check of the lines; a quarter of the briefs is printed in all of them.
PRINTED = range(0, 200, 4)


@cache
def _brief(seed: int) -> Brief:
    codings = relations_random.dossier_codings(seed, reports=3 + seed % 9, events=1 + seed % 6)
    as_of = relations_random.START + timedelta(days=250 + 3 * seed)
    known = as_of + timedelta(days=200) if seed % 5 == 0 else None
    return brief.build(Dossier(relations_random.dyad(), as_of, codings, known), as_of - timedelta(days=30 + seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_line_stands_on_words_of_a_report(seed: int) -> None:
    made = _brief(seed)
    texts = {report.id: report.text for report in made.reports}
    numbers = {note.number for note in made.notes}
    for line in made.lines:
        assert line.notes, line.text
        assert set(line.notes) <= numbers
    for note in made.notes:
        assert note.quote in texts[note.report]
    used = {number for line in made.lines for number in line.notes}
    assert used == numbers == set(range(1, len(made.notes) + 1))


def _worded(act: Act) -> str:
    """How an act would be said if it had been done."""
    return clause(act.event, "done").lower()


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_that_was_not_done_is_worded_as_done(seed: int) -> None:
    made = _brief(seed)
    text = " ".join(line.text for line in made.lines).lower()
    for worded in sorted((_worded(act) for act in made.acts if act.standing == "done"), key=len, reverse=True):
        text = text.replace(worded, "(an act that was done)")
    for act in made.acts:
        if act.standing != "done":
            assert _worded(act) not in text, act.standing


@pytest.mark.parametrize("seed", SEEDS)
def test_marks_agree_with_the_standing_of_the_acts(seed: int) -> None:
    made = _brief(seed)
    standing = {member.record.id: act.standing for act in made.acts for member in act.members}
    records = {note.number: note.record for note in made.notes}
    for line in made.lines:
        standings = {standing[records[n]] for n in line.notes if records[n] in standing}
        if line.mark == "done" and standings:
            assert "done" in standings or standings == {"planned"}, line.text


def _ids(made: Brief) -> set[str]:
    return {note.record[:SHORT] for note in made.notes}


@pytest.mark.parametrize("seed", PRINTED)
def test_all_forms_hold_the_same_records(seed: int) -> None:
    made = _brief(seed)
    wanted = _ids(made)
    document = zipfile.ZipFile(BytesIO(brief.render_docx(made))).read("word/footnotes.xml").decode() if made.notes else ""
    for form in (brief.render_markdown(made), brief.render_html(made), brief.render_text(made, width=4000), document):
        assert set(re.findall(r"record ([0-9a-f]{7})\b", form)) == wanted
    assert {note["record"][:SHORT] for note in brief.to_json(made)["notes"]} == wanted
    json.dumps(brief.to_json(made))


@pytest.mark.parametrize("seed", PRINTED)
def test_text_fits_a_terminal(seed: int) -> None:
    assert max(map(len, brief.render_text(_brief(seed)).splitlines())) <= 80


@pytest.mark.parametrize("seed", PRINTED)
def test_no_likelihood_without_its_range_and_no_confidence_beside_it(seed: int) -> None:
    for line in _brief(seed).lines:
        if re.search(r"\b(?:likely|unlikely|almost certain|roughly even)\b", line.text) and line.mark != "said":
            assert re.search(r"\[\d+–\d+%", line.text), line.text
            assert "confidence" not in line.text.lower()


def test_equal_dossiers_give_equal_briefs() -> None:
    codings = relations_random.dossier_codings(7, 12, 5)
    one, two = (Dossier(relations_random.dyad(), date(2022, 6, 1), order) for order in (codings, codings[::-1]))
    assert brief.to_json(brief.build(one)) == brief.to_json(brief.build(two))


def test_as_of_ignores_what_was_reported_later() -> None:
    codings = relations_random.dossier_codings(11, 30, 4)
    as_of = date(2021, 12, 1)
    early = tuple(c for c in codings if c.report.published and c.report.published <= as_of)
    assert 0 < len(early) < len(codings)
    then, now = (brief.to_json(brief.build(Dossier(relations_random.dyad(), as_of, which))) for which in (early, codings))
    assert then == now
