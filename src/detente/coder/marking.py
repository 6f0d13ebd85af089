"""What the model is told of a report before it reads it: where mentions and dates are. Training and coding share it."""

from collections.abc import Iterable

from detente.actors.resolver import Mention
from detente.nlp.dates import DateMention
from detente.nlp.windows import Marked


def marked(mentions: Iterable[Mention], dates: Iterable[DateMention]) -> list[Marked]:
    """The spans of a report whose kind is known."""
    known = [Marked(m.start, m.end, m.kind) for m in mentions]
    return known + [Marked(d.start, d.end, "date") for d in dates]
