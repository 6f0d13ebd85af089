"""A brief as a Word document with real footnotes; headings, lists and tables in Word's own styles, so that a house template
applies.

python-docx writes no footnotes; the footnotes part is added through its packaging interface. A note that several lines stand
on is one footnote, referred to again by a cross-reference field, as an author would do in Word.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from detente.relations.brief.as_text import after_words, left_out_words, likelihood_words, reading_words, source_words, subtitle
from detente.relations.brief.printed import SIGNS, Line, Note, Page

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
#: Word reserves the first two footnotes for the line that separates them from the text.
_SEPARATORS: Final = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


class Picture(NamedTuple):
    """A picture with its title and the line that says where it is from."""

    title: str
    png: bytes
    source: str


#: Pictures stand before the section with this key.
_BEFORE: Final = "channels"


def render_docx(brief: Page, template: Path | None = None, pictures: Sequence[Picture] = ()) -> bytes:
    """The brief as a .docx file; `template` is a .docx whose styles are to be used, `pictures` stand before the channels."""
    document = Document(str(template) if template else None)
    _styles(document)
    writer = _Writer(document, brief)
    document.add_heading(_clean(brief.title), level=0)
    document.add_paragraph(_clean(subtitle(brief)))
    for line in brief.bottom_line:
        writer.line(line, "List")
    for section in brief.sections:
        if section.key == _BEFORE:
            _draw(document, pictures)
        document.add_heading(_clean(section.title), level=1)
        rows = [line for line in section.lines if section.columns and line.cells]
        if rows:
            writer.table(section.title, section.columns, rows)
        for line in section.lines:
            if line not in rows:
                writer.line(line, "List")
                for below in line.under:
                    writer.line(below, "List 2")
        if not section.lines:
            document.add_paragraph(_clean(section.empty))
        if section.left_out:
            document.add_paragraph(left_out_words(section.left_out))
    legend = "; ".join(f"{sign} {words}" for sign, words in SIGNS.values())
    odds = f" Likelihoods (after ICD 203): {likelihood_words()}." if brief.estimates else ""
    document.add_paragraph(f"Signs: {legend}.{odds}")
    writer.finish()
    document.core_properties.title = _clean(brief.title)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _draw(document: Any, pictures: Sequence[Picture]) -> None:
    """Each picture under a heading, as wide as the text, with its title for those who do not see it and its source below."""
    for picture in pictures:
        document.add_heading(_clean(picture.title), level=1)
        shape = document.add_picture(BytesIO(picture.png), width=_text_width(document))
        shape._inline.docPr.set("descr", _clean(picture.title))  # noqa: SLF001 - python-docx has no other way to alternative text
        document.add_paragraph(_clean(picture.source), style="Caption")


def _styles(document: Any) -> None:
    """The two footnote styles, which python-docx's default template lacks; a house template's own are kept."""
    names = {style.style_id for style in document.styles}
    if "FootnoteText" not in names:
        style = document.styles.add_style("Footnote Text", 1)
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(9)
    if "FootnoteReference" not in names:
        document.styles.add_style("Footnote Reference", 2).font.superscript = True


class _Writer:
    """Writes lines with their footnote marks and gathers the footnotes part."""

    def __init__(self, document: Any, brief: Page) -> None:
        self.document = document
        self.notes = {note.number: note for note in brief.notes}
        self.written: dict[int, Note] = {}

    def line(self, line: Line, style: str) -> None:
        """A line as a list item: its sign, its words, its marks."""
        self._written(self.document.add_paragraph(style=style), f"{SIGNS[line.mark][0]}\t{_clean(line.text)}", line)

    def table(self, title: str, columns: Sequence[str], lines: Sequence[Line]) -> None:
        """Lines as rows: the sign and the cells, the marks in the last that says something, the lines under each beside."""
        shown = [n for n in range(len(columns)) if any(n < len(line.cells) and line.cells[n] for line in lines)]
        steps = any(line.under for line in lines)
        table = self.document.add_table(1, len(shown) + steps, style=self._table_style())
        _captioned(table, title)
        for cell, heading in zip(
            table.rows[0].cells, [*(columns[n] for n in shown), *([columns[-1]] if steps else ())], strict=True
        ):
            cell.paragraphs[0].add_run(heading).bold = True
        for line in lines:
            cells = table.add_row().cells
            last = max(at for at, n in enumerate(shown) if line.cells[n])
            for at, n in enumerate(shown):
                words = f"{SIGNS[line.mark][0]} {line.cells[n]}" if at == 0 else line.cells[n]
                if at == last:
                    self._written(cells[at].paragraphs[0], _clean(words), line)
                else:
                    cells[at].paragraphs[0].add_run(_clean(words))
            for position, below in enumerate(line.under):
                paragraph = cells[-1].add_paragraph() if position else cells[-1].paragraphs[0]
                self._written(paragraph, f"{SIGNS[below.mark][0]} {_clean(below.text)}", below)
        _laid_out(table, _text_width(self.document))
        self.document.add_paragraph()

    def _table_style(self) -> Any:
        """Word's plain grid; None, the template's own, in a template without it."""
        return next((style for style in self.document.styles if style.style_id == "TableGrid"), None)

    def _written(self, paragraph: Any, words: str, line: Line) -> None:
        """Words, what is said after a line, and its marks."""
        paragraph.add_run(f"{words}{after_words(line)}")
        for position, number in enumerate(line.notes):
            if position:
                _xml(paragraph).append(self._run(paragraph, ", "))
            _xml(paragraph).extend(self._again(paragraph, number) if number in self.written else self._mark(paragraph, number))

    def _mark(self, paragraph: Any, number: int) -> list[Any]:
        """The first reference to a note, inside a bookmark for later ones."""
        self.written[number] = self.notes[number]
        reference = _element("w:footnoteReference", id=number)
        run = self._run(paragraph)
        run.append(reference)
        return [_element("w:bookmarkStart", id=number, name=f"_Note{number}"), run, _element("w:bookmarkEnd", id=number)]

    def _again(self, paragraph: Any, number: int) -> list[Any]:
        """A further reference: a field that shows the note's number and leads to it."""
        field = _element("w:fldSimple", instr=f" NOTEREF _Note{number} \\f \\h ")
        field.append(self._run(paragraph, str(number)))
        return [field]

    def _run(self, paragraph: Any, text: str = "") -> Any:
        """A run in the style of a footnote mark, taken out of the paragraph to be put where it belongs."""
        run = paragraph.add_run(text)
        run.style = self.document.styles["Footnote Reference"]
        element = run.element
        _xml(paragraph).remove(element)
        return element

    def finish(self) -> None:
        """Adds the footnotes part to the package."""
        root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        root.extend(_footnote(note) for note in self.written.values())
        package_part = self.document.part
        xml = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        footnotes = Part(PackURI("/word/footnotes.xml"), _CONTENT_TYPE, xml, package_part.package)
        package_part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)


def _captioned(table: Any, title: str) -> None:
    """What a table holds, for those who do not see it."""
    caption = _element("w:tblCaption", val=title)
    table._tbl.tblPr.append(caption)  # noqa: SLF001 - python-docx has no other way to alternative text


def _text_width(document: Any) -> int:
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _laid_out(table: Any, wide: int) -> None:
    """Small type without space between lines; the head stands again on each page, and no row is torn apart.

    Columns are as wide as the root of what they hold: a long one is made wider, but does not squeeze the others out.
    """
    roots = [max(len(cell.text) for cell in column.cells) ** 0.5 for column in table.columns]
    for column, root in zip(table.columns, roots, strict=True):
        column.width = int(wide * root / sum(roots))
        for cell in column.cells:
            cell.width = column.width
    for position, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx does not wrap it
        properties.append(_element("w:cantSplit"))
        if position == 0:
            properties.append(_element("w:tblHeader"))
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    if run.style.name != "Footnote Reference":
                        run.font.size = Pt(9)


def _xml(paragraph: Any) -> Any:
    return paragraph._p  # noqa: SLF001 - python-docx's documented way to what it does not wrap


def _element(tag: str, **attributes: object) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _footnote(note: Note) -> Any:
    """One footnote: its own mark, the quote, the source, how it was read."""
    footnote, paragraph = _element("w:footnote", id=note.number), _element("w:p")
    properties = _element("w:pPr")
    properties.append(_element("w:pStyle", val="FootnoteText"))
    mark, marked = _element("w:r"), _element("w:rPr")
    marked.append(_element("w:rStyle", val="FootnoteReference"))
    mark.extend([marked, _element("w:footnoteRef")])
    words, text = _element("w:r"), _element("w:t")
    text.text = f" “{_clean(note.quote)}” {_clean(source_words(note))}; {_clean(reading_words(note))}."
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.append(text)
    paragraph.extend([properties, mark, words])
    footnote.append(paragraph)
    return footnote


def _clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return _CONTROL.sub("\ufffd", text)
