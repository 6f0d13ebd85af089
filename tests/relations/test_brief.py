"""The brief on the invented reports, line by line where it matters, and in every form."""

import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO

import pytest
import relations_lake
import relations_random
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from relations_notation import story

from detente.errors import RecordError
from detente.indices.indices import State
from detente.records import Coding
from detente.relations import brief
from detente.relations.brief.basis import confidence, silent_months
from detente.relations.brief.odds import LIKELIHOODS, likely
from detente.relations.brief.page import Likelihood, Notebook
from detente.relations.brief.printed import Line
from detente.relations.dossier import Dossier

SINCE = date(2023, 6, 1)
BRIEF = brief.build(relations_lake.dossier(), SINCE)


def _lines(key: str, made: brief.Brief = BRIEF) -> list[str]:
    found = brief.section(made, key)
    return [line.text for line in found.lines] if found else []


def test_the_compiled_reports_are_current() -> None:
    assert (relations_lake.DATA / "lake.jsonl").read_bytes() == relations_lake.compiled()


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("changes", "New date: Kenya and Tanzania to meet, now due in Sep 2023 (said 12 Jul 2023)."),
        ("changes", "Overdue since 1 Jul 2023: Kenya to lift the ban on maize for Tanzania; no report of it up to 15 Jul 2023, "
                    "not broken by that."),
        ("coming", "1 Oct 2023 (in 78 days): Tanzanian and Kenyan officials are to put a telephone line for patrol boats into "
                   "operation."),
        ("channels", "Talks on fisheries: resumed 28 Jun 2023; last contact 28 Jun 2023 (17 days ago)."),
        ("promises", "Of 3 promises that fell due by 15 Jul 2023, 2 are reported kept (1 of them in part), 1 has no report."),
        ("exchanges", "Tanzania promised to release the 14 Kenyan fishermen and their three boats (15 May 2023); in exchange, "
                      "Kenya is to lift the ban on maize for Tanzania, according to the Tanzanian minister, Neema Mushi "
                      "(15 May 2023)."),
        ("framings-TZA", "“a debt that is due” (12 Jul 2023); disputes Kenya's “food safety”."),
        ("differences", "Figures differ: Tanzania promised to release the 14 Kenyan fishermen and their three boats: "
                        "12 fishermen (Nairobi Courier); 14 Kenyan fishermen (World Desk)."),
        ("watch", "Whether Kenya will lift the ban on maize for Tanzania (was due by 30 Jun 2023)."),
        ("gaps", "No report read was published in Apr 2023: not the same as nothing happened."),
    ],
)  # fmt: skip
def test_lines(key: str, line: str) -> None:
    assert line in _lines(key)


def test_a_threat_that_was_carried_out_is_no_longer_one() -> None:
    assert not any("bar Kenyan airlines" in line for line in _lines("dangers"))
    assert any("close the crossing" in line for line in _lines("dangers"))


def test_what_changed_depends_on_since() -> None:
    assert _lines("changes", brief.build(relations_lake.dossier(), date(2023, 7, 13))) == []
    empty = brief.section(brief.build(relations_lake.dossier(), date(2023, 7, 13)), "changes")
    assert empty
    assert empty.empty == "No report since 13 Jul 2023 tells of a change."


def test_state_is_named_with_its_reasons() -> None:
    release = next(act for act in BRIEF.acts if act.event.type == "RETREAT")
    state = State(42.1, "improving", "thaw", (date(2023, 4, 17), date(2023, 7, 15)), -58.0, 17, (release.id,))
    made = brief.build(relations_lake.dossier(), SINCE, state=state)
    assert made.title == "Kenya and Tanzania: thaw ↗"
    assert made.bottom_line[0].text == (
        "State: thaw, improving; score +42 from −100 (hostile) to +100 (cooperative), over 17 Apr 2023 – 15 Jul 2023."
    )
    assert made.bottom_line[1].text.startswith("What weighs most: Tanzania released 14 Kenyan fishermen")
    assert brief.to_json(made)["state"]["window"] == ["2023-04-17", "2023-07-15"]


def test_outlook_has_word_range_and_figure_and_no_confidence() -> None:
    meeting = next(c for c in BRIEF.commitments if c.what == "meet")
    item = Likelihood("the two presidents meet", 0.64, date(2023, 9, 30), meeting.ids)
    (line,) = _lines("outlook", brief.build(relations_lake.dossier(), SINCE, outlook=[item]))
    assert line == "It is likely [55–80%; our estimate 64%] that the two presidents meet by 30 Sep 2023."


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.0, "almost no chance [1–5%; our estimate 1%]"), (0.5, "roughly even chance [45–55%; our estimate 50%]"),
     (1.0, "almost certain [95–99%; our estimate 99%]")],
)  # fmt: skip
def test_likely_is_never_0_or_100(probability: float, words: str) -> None:
    assert likely(probability) == words
    assert all(low < high for _, low, high in LIKELIHOODS)


def _rated(publishers: list[str], as_of: str, contradictions: int = 0) -> str:
    reports = [
        f"> 2023-05-0{n + 1} {name}\na{n} CONSULT NOR+TUR | | matter {n}\nThe two talked about matter {n}."
        for n, name in enumerate(publishers)
    ]
    return confidence(story("\n".join(reports)).dossier("NOR TUR", as_of), contradictions).level


@pytest.mark.parametrize(
    ("publishers", "as_of", "contradictions", "level"),
    [
        (["A Wire", "B Post", "C Day"], "2023-05-20", 0, "high"),
        (["A Wire", "B Post", "C Day"], "2023-05-20", 1, "moderate"),
        (["A Wire", "B Post", "C Day"], "2023-07-01", 0, "moderate"),
        (["A Wire", "B Post", "C Day"], "2024-05-20", 0, "low"),
        (["A Wire", "B Post"], "2023-05-20", 0, "moderate"),
        (["A Wire", "A Wire", "A Wire"], "2023-05-20", 0, "low"),
        (["A Wire", "B Post < A Wire", "C Day < A Wire"], "2023-05-20", 0, "low"),
    ],
)
def test_confidence(publishers: list[str], as_of: str, contradictions: int, level: str) -> None:
    assert _rated(publishers, as_of, contradictions) == level


def test_silent_months() -> None:
    assert silent_months(relations_lake.dossier()) == ((date(2023, 4, 1), date(2023, 4, 30)),)


def test_a_line_without_a_note_is_refused() -> None:
    with pytest.raises(RecordError, match="stands on no record"):
        Notebook(relations_lake.dossier()).line("Kenya is great.", [], "done")


def test_nothing_between_the_two_says_so() -> None:
    told = story("> 2023-05-01 A Wire\na CONSULT NOR+GBR | | cod\nNorway and Britain talked.").dossier("NOR TUR", "2023-06-01")
    made = brief.build(told)
    assert made.lines == ()
    basis = brief.section(made, "basis")
    assert basis
    assert basis.empty == "1 report read up to 1 Jun 2023, none records an act between Norway and Turkey."
    for form in (brief.render_text(made), brief.render_markdown(made), brief.render_html(made)):
        assert basis.empty in form


def test_json_has_the_contract() -> None:
    made = brief.to_json(BRIEF)
    views = ["channels", "measures", "commitments", "exchanges", "framings", "pressures", "interests", "risks", "leverage"]
    rest = ["dyad", "as_of", "state", "third_parties", "assessments", "outlook", "events", "claims", "sources"]
    assert {*views, *rest} <= set(made)
    assert {"topic", "status", "since", "history"} <= set(made["channels"][0])
    assert {"date", "status", "events"} <= set(made["channels"][0]["history"][0])
    assert {"kind", "by", "on", "target", "reason", "imposed", "lifted", "status", "events"} <= set(made["measures"][0])
    assert {"by", "to", "what", "of", "made", "due_start", "due_end", "status", "progress", "kept_by", "events"} <= set(
        made["commitments"][0]
    )
    assert {"given", "for", "evidence"} <= set(made["exchanges"][0])
    assert {"holder", "text", "stance", "contests", "claims"} <= set(made["framings"][0])
    assert {"country", "role", "events"} <= set(made["third_parties"][0])
    ids = {event["id"] for event in made["events"]}
    assert all(set(view["events"]) <= ids for key in ("measures", "commitments") for view in made[key])
    assert made["dyad"] == ["KEN", "TZA"]
    assert len(made["sources"]) == 10


class _Text(HTMLParser):
    """Checks that tags close, and gathers ids and links."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.links += [values["href"] or ""] if "href" in values else []
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_whole_and_leads_to_its_notes() -> None:
    page = brief.render_html(BRIEF)
    parser = _Text()
    parser.feed(page)
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    assert {link.removeprefix("#") for link in parser.links} <= set(parser.ids)
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '“quotes” & "signs"', "[a](javascript:x) *b* `c`", "\x01bell"])
def test_words_of_reports_are_never_markup(words: str) -> None:
    codings = tuple(
        replace(c, report=replace(c.report, publisher=words, title=words, url="javascript:alert(1)"))
        for c in relations_lake.codings()
    )
    made = brief.build(Dossier(relations_lake.DYAD, relations_lake.AS_OF, codings))
    page = brief.render_html(made)
    assert "<script" not in page
    assert "javascript:alert(1)" not in page
    assert not re.search(r"(?<!\\)\]\(", brief.render_markdown(made))
    Document(BytesIO(brief.render_docx(made)))


def test_word_document_has_real_footnotes() -> None:
    data = brief.render_docx(BRIEF)
    document = Document(BytesIO(data))
    assert document.paragraphs[0].text == "Kenya and Tanzania"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for section in BRIEF.sections]
    archive = zipfile.ZipFile(BytesIO(data))
    assert b"footnotes+xml" in archive.read("[Content_Types].xml")
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    notes = [n for n in etree.fromstring(archive.read("word/footnotes.xml")) if int(n.get(f"{w}id")) > 0]
    body = etree.fromstring(archive.read("word/document.xml"))
    marks = [int(mark.get(f"{w}id")) for mark in body.iter(f"{w}footnoteReference")]
    assert marks == [note.number for note in BRIEF.notes]  # each once, in the order of the text, as Word will number them
    assert ["".join(n.itertext()).count(note.quote) for n, note in zip(notes, BRIEF.notes, strict=True)] == [1] * len(notes)
    bookmarks = {mark.get(f"{w}name") for mark in body.iter(f"{w}bookmarkStart")}
    fields = re.findall(r"NOTEREF (\S+)", " ".join(f.get(f"{w}instr") for f in body.iter(f"{w}fldSimple")))
    assert fields
    assert set(fields) <= bookmarks


def test_all_forms_hold_every_line() -> None:
    flat = " ".join(brief.render_text(BRIEF, width=10_000).split())
    made = Document(BytesIO(brief.render_docx(BRIEF)))
    document = " ".join(p.text for p in made.paragraphs)
    tables = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    for line in BRIEF.lines:
        assert " ".join(line.text.split()) in flat
        for words in line.cells or [line.text]:
            assert words in document or any(words in cell for cell in tables)


def test_word_document_has_tables_of_channels_promises_and_measures() -> None:
    made = Document(BytesIO(brief.render_docx(BRIEF)))
    titles = [table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in made.tables]
    assert titles == [s.title for s in BRIEF.sections if s.key in ("channels", "measures", "promises")]
    for title, table in zip(titles, made.tables, strict=True):
        section = next(s for s in BRIEF.sections if s.title == title)
        assert table.style.name == "Table Grid"
        assert len(table.rows) == 1 + sum(bool(line.cells) for line in section.lines)
        assert {cell.text for cell in table.rows[0].cells} <= set(section.columns)
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    # What a row says is what its line says.
    for line in (line for section in BRIEF.sections for line in section.lines):
        said = line.text.replace("no contact reported", "none reported").lower()
        assert all(part.lower() in said for cell in line.cells for part in re.split("[;,] ", cell))


def test_a_template_lends_its_styles(tmp_path: object) -> None:
    path = f"{tmp_path}/house.docx"
    house = Document()
    house.styles["Heading 1"].font.name = "House Sans"
    house.save(path)
    made = Document(BytesIO(brief.render_docx(BRIEF, path)))  # type: ignore[arg-type]
    assert made.styles["Heading 1"].font.name == "House Sans"


def test_page_as_of_a_day_with_hindsight_differs_from_what_was_known_then() -> None:
    day = date(2023, 6, 20)
    then = brief.build(relations_lake.dossier(day))
    now = brief.build(relations_lake.dossier(day, known=date(2023, 12, 31)))
    assert len(then.reports) == 8
    assert len(now.reports) == 10
    # The commission sat on 28 June: no later report changes what stood on 20 June.
    assert {c.topic: c.status for c in now.channels}["fisheries"] == "planned"
    assert "known on 31 Dec 2023" in brief.render_text(now)


def test_two_thousand_events_are_told_within_seconds() -> None:
    codings: tuple[Coding, ...] = relations_random.dossier_codings(1, reports=500, events=4, days=1400)
    brief.build(relations_lake.dossier())  # package data read
    start = time.process_time()
    made = brief.build(Dossier(relations_random.dyad(), date(2024, 10, 1), codings))
    # Measured at 0.2 s; processor time alone, and the limit leaves room.
    assert time.process_time() - start < 3.0
    assert len(made.lines) < 200


def test_line_is_plain_data() -> None:
    assert Line("x", (1,), "done") == ("x", (1,), "done", 0, (), "", False, ())


def test_doubtful_readings_are_marked_in_every_form() -> None:
    doubted = tuple(
        replace(c, events=tuple(replace(event, confidence=0.3) for event in c.events)) for c in relations_lake.codings()
    )
    made = brief.build(Dossier(relations_lake.DYAD, relations_lake.AS_OF, doubted), SINCE)
    coming = brief.section(made, "coming")
    assert coming
    assert all(line.doubtful for line in coming.lines)
    forms = (brief.render_text(made), brief.render_markdown(made), brief.render_html(made))
    assert all("(doubtful reading)" in form for form in forms)
    assert any("doubtful readings" in line for line in _lines("gaps", made))
    assert not any(line.doubtful for line in BRIEF.lines)
