"""Sources in, filed codings out: what `Workspace.read` does.

Each report is one transaction, so a reading can be cut off at any moment and run again. One bad report never stops the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from detente.errors import CoderError, DetenteError, ReportError
from detente.ingest.outcome import Failure, Notice
from detente.ledger.store import Ledger
from detente.records import Coding, Report
from detente.workspace.acts import join
from detente.workspace.outcome import Progress, Reading, Watch

if TYPE_CHECKING:
    from detente.coder import Coder

#: Reports coded together: windows of like length share a batch, and no more than this is lost to Ctrl-C.
AT_ONCE: Final = 32


class _Count:
    """What happened so far, told to whoever watches."""

    def __init__(self, ledger: Ledger, number: int, watch: Watch | None) -> None:
        self.ledger, self.number, self.watch = ledger, number, watch
        self.added = self.known = 0
        self.failed: list[Failure] = []
        self.notices: list[Notice] = []

    def tell(self, last: str) -> None:
        if self.watch:
            self.watch(Progress(self.added, self.known, len(self.failed), last))

    def fail(self, failure: Failure) -> None:
        self.failed.append(failure)
        self.ledger.note_failure(self.number, failure.source, str(failure.error))
        self.tell(failure.source)


def read(
    ledger: Ledger,
    coder: Coder,
    found: Iterable[Report | Failure | Notice],
    named: Sequence[str],
    *,
    watch: Watch | None = None,
) -> Reading:
    """Code what is not known yet and file it; then compare its events with those of other reports."""
    number = ledger.begin_reading(named, coder.name)
    count = _Count(ledger, number, watch)
    new = _unknown(ledger, coder.name, found, count)
    join(ledger)  # what a reading that was cut off left
    while group := list(islice(new, AT_ONCE)):
        for coding in _coded(coder, group, count):
            _file(ledger, coding, count)
        join(ledger)
    ledger.end_reading(number, count.added, count.known, len(count.failed))
    return Reading(count.added, count.known, tuple(count.failed), tuple(count.notices))


def _file(ledger: Ledger, coding: Coding, count: _Count) -> None:
    try:
        ledger.add(coding)
    except ReportError as error:
        count.fail(Failure(coding.report.id, error))
    except DetenteError as error:
        count.fail(Failure(coding.report.id, ReportError(str(error))))
    else:
        count.added += 1
        count.tell(coding.report.id)


def _unknown(ledger: Ledger, coder: str, found: Iterable[Report | Failure | Notice], count: _Count) -> Iterator[Report]:
    for one in found:
        if isinstance(one, Failure):
            count.fail(one)
        elif isinstance(one, Notice):
            count.notices.append(one)
        elif ledger.knows(one, coder):
            count.known += 1
            count.tell(one.id)
        else:
            yield one


def _coded(coder: Coder, group: Sequence[Report], count: _Count) -> Iterator[Coding]:
    """Codings of a group; where it fails as a whole, of each report that does not fail by itself."""
    done = 0
    try:
        for coding in coder.code_many(group):
            done += 1
            yield coding
    except CoderError:
        raise  # the coder itself cannot go on; what is filed is kept
    except Exception:  # noqa: BLE001 - whatever goes wrong with one report must not stop the others
        for report in group[done:]:
            try:
                coding = coder.code(report)
            except CoderError:
                raise
            except ReportError as error:
                count.fail(Failure(report.id, error))
            except Exception as error:  # noqa: BLE001
                count.fail(Failure(report.id, ReportError(f"{report.id} could not be coded: {error!r}")))
            else:
                yield coding
