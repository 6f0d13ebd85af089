"""All links of the demo lead somewhere, and from any figure to a sentence in two clicks; no page words a plan as a deed."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from served import DAY

import detente
from detente.relations.filed import standing
from detente.web.pages.records import mark_of_event

STARTS = (
    "/",
    f"/?as_of={DAY}",
    f"/dyads/CHN-USA?as_of={DAY}",
    "/dyads/IND-PAK",
    "/review",
    "/search?q=fentanyl",
    "/import",
    "/method",
)
#: Links away from what is shown: the pages of the bar, other forms, other days, and what a person does.
FORMS = (".json", ".csv", ".md", ".docx", ".svg", ".png")


class Links(HTMLParser):
    """The links in `main`, with their words."""

    def __init__(self):
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.inside = 0
        self.href, self.words = None, ""

    def handle_starttag(self, tag, attrs):
        self.inside += tag == "main"
        if tag == "a" and self.inside:
            self.href, self.words = dict(attrs).get("href"), dict(attrs).get("aria-label") or ""

    def handle_data(self, data):
        self.words += data if self.href else ""

    def handle_endtag(self, tag):
        if tag == "a" and self.href:
            self.found.append((self.href, self.words.strip()))
            self.href = None
        self.inside -= tag == "main"


def links(page):
    parser = Links()
    parser.feed(page)
    return parser.found


class Site:
    """Pages by their address, fetched once."""

    def __init__(self, client):
        self.client, self.pages = client, {}

    def get(self, path):
        path = path.partition("#")[0]
        if path not in self.pages:
            answer = self.client.get(path)
            while answer.status_code in (301, 303):
                answer = self.client.get(answer.headers["location"])
            self.pages[path] = answer
        return self.pages[path]


@pytest.fixture(scope="module")
def site(reader):
    for at in ("", f"?as_of={DAY}"):  # a program waits for all rows; a page shows those that are ready
        assert not any(row["problem"] for row in reader.get(f"/dyads.json{at}").json()["rows"])
    return Site(reader)


def is_inner(href):
    return not urlsplit(href).netloc


def test_every_link_of_every_page_leads_somewhere(site):
    """Two steps from the start; fragments are there."""
    ahead, seen = list(STARTS), set()
    for _ in range(2):
        following = []
        for path in ahead:
            page = site.get(path)
            assert page.status_code == 200, path
            if "html" not in page.headers["content-type"]:
                continue
            for href, words in links(page.text):
                assert words, (path, href)
                if not is_inner(href):
                    continue
                target = urljoin(path, href)
                bare, _, fragment = target.partition("#")
                if fragment and (bare == path.partition("#")[0] or href.startswith("#")):
                    assert f'id="{fragment}"' in page.text, (path, href)
                elif bare not in seen:
                    seen.add(bare)
                    following.append(bare)
        ahead = following
    for path in ahead[:400]:
        assert site.get(path).status_code == 200, path
    assert len(seen) > 300


SENTENCE = re.compile(r"<mark\b|<li id=\"note-|<p class=\"quote\">")


def shows_a_sentence(site, href, path):
    if href.startswith("#note-"):
        return True  # the words of the note stand on the page
    answer = site.get(urljoin(path, href))
    return "html" in answer.headers["content-type"] and bool(SENTENCE.search(answer.text))


@pytest.mark.parametrize("path", ["/", f"/?as_of={DAY}", f"/dyads/CHN-USA?as_of={DAY}", "/dyads/IND-PAK", "/dyads/TWN-USA"])
def test_from_any_figure_to_a_sentence_in_two_clicks(site, path):
    """A link that is a number, or leads to a record, shows words of a report at once or one link further."""
    figures = [
        (href, words)
        for href, words in links(site.get(path).text)
        if re.search(r"\d", words) and is_inner(href) and not href.startswith("/?")
    ]
    assert len(figures) > 8
    for href, words in figures:
        if any(urlsplit(href).path.endswith(form) for form in FORMS) or href.startswith(("/method", "/import")):
            continue
        if re.fullmatch(r"0|0 .*", words):
            continue  # nothing was counted, so there is no sentence
        if shows_a_sentence(site, href, path):
            continue
        further = links(site.get(urljoin(path, href)).text)
        assert any(shows_a_sentence(site, one, urljoin(path, href)) for one, _ in further), (path, href, words)


def test_every_mark_of_the_lanes_leads_to_its_sentence(site):
    page = site.get(f"/dyads/CHN-USA?as_of={DAY}").text
    marks = re.findall(r'<a href="(/events/[0-9a-f]+)" aria-label', page)
    assert len(marks) > 50
    for href in marks:
        assert "<mark>" in site.get(href).text


DONE = "reported as done"


def test_no_page_words_a_plan_as_a_deed(site, demo):
    """Each event's page says its standing by the word of that standing alone; so do lists and the desk."""
    with detente.open(demo) as ws:
        events = [(event, coding.report) for coding in ws.reports() for event in coding.events]
    words = {
        "done": DONE,
        "planned": "planned or promised, not done",
        "supposed": "only supposed or threatened",
        "denied": "denied, refused or called off",
    }
    seen = set()
    for event, report in events[::3]:
        mark = mark_of_event(event, report)
        seen.add(mark)
        assert mark == "done" or standing(event, report) != "done" or event.type in ("AGREE", "CONCEDE", "THREATEN", "REJECT")
        page = site.get(f"/events/{event.id}").text
        lead = re.search(r'<p class="lead standing">(.*?)</p>', page, re.DOTALL)[1]
        assert words[mark] in lead
        assert sum(word in lead for word in words.values()) == 1
        heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1]
        if standing(event, report) == "planned":
            assert re.search(r"\b(?:is|are|plans?|expected|ready|to)\b", heading), heading
        if standing(event, report) == "denied":
            assert "did not" in heading or "refus" in heading or "called off" in heading, heading
    assert seen == {"done", "planned", "supposed", "denied"}


SIGNS = {"●": "done", "○": "planned", "✕": "denied", "?": "supposed", "◷": "overdue"}


@pytest.mark.parametrize(
    "path", ["/", f"/dyads/CHN-USA?as_of={DAY}", "/dyads/IND-PAK", "/search", "/search?q=talks", "/review"]
)
def test_signs_and_words_go_together(site, path):
    """A tag's sign, its class and its words say the same; what is overdue is never called broken."""
    tags = re.findall(r'<span class="tag (\w+)">(\S+) ([^<]*)</span>', site.get(path).text)
    assert tags
    for kind, sign, words in tags:
        assert SIGNS.get(sign, kind) == kind or (sign, kind) == ("◇", "supposed"), (kind, sign, words)
        if kind != "done":
            assert not words.startswith(("done", "reported as done", "reported kept", "in force")), (kind, words)
        if kind == "done":
            assert not words.startswith(("planned", "open", "overdue", "announced", "denied", "reported broken")), words
        if kind == "overdue":
            assert "no report" in words
            assert "broken" not in words or "not the same as broken" in words


def test_likelihood_has_its_range_and_no_confidence_beside_it(site):
    ranges = r"(?:almost no chance|very unlikely|unlikely|roughly even chance|likely|very likely|almost certain)"
    for path in (*STARTS, "/dyads/TWN-USA"):
        text = re.sub(r"<[^>]+>", " ", site.get(path).text)
        for found in re.finditer(rf"\bIt is {ranges}([^.]*)\.", text):
            assert re.match(r" \[\d+–\d+%", found[1]), found[0]
            assert "confidence" not in found[0].lower()


def test_zero_and_not_read_look_different(site):
    page = site.get("/method").text
    assert "0, not read" in page
    assert re.search(r'<td class="n">\d+</td>', page)
    chart = site.get("/dyads/IND-PAK").text
    assert 'class="unread"' in chart


def test_machine_and_person_differ_in_sign_and_word(client):
    id_ = re.search(r'action="/review/([0-9a-f]+)" class="decide"', client.get("/review?why=uncertain").text)[1]
    before = client.get(f"/events/{id_}").text
    assert '<span class="by machine">◇ read by' in before
    client.post(f"/review/{id_}", data={"action": "accept"})
    after = client.get(f"/events/{id_}").text
    assert '<span class="by person">◆ checked by a person' in after
    assert "by machine" not in after


def test_the_alias_that_matched_is_shown(site, demo):
    with detente.open(demo) as ws:
        event = next(
            e for coding in ws.reports() for e in coding.events for a in e.actors if a.text == "Beijing" and a.country == "CHN"
        )
    assert "through: “Beijing”" in site.get(f"/events/{event.id}").text
