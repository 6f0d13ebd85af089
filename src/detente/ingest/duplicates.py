"""Reports that repeat an earlier one, word for word or nearly: the same agency text under two names, or with an edited lead."""

import re
from itertools import islice

from rensa import RMinHash, RMinHashLSH

from detente.records import Report, content_id

_WORD = re.compile(r"\w+")
#: Runs of three words tell an edited text from one on the same matter; 128 hashes estimate their overlap to about 0.04.
_RUN, _HASHES, _SEED = 3, 128, 7
#: 32 bands of 4: a pair that overlaps by 0.7 is compared with a chance of 0.9998.
_BANDS = 32


class Duplicates:
    """Remembers the reports it was given and tells which later one repeats one of them."""

    def __init__(self, threshold: float = 0.7) -> None:
        self._threshold = threshold
        self._index = RMinHashLSH(threshold, _HASHES, _BANDS)
        self._ids: list[str] = []
        self._sketches: list[RMinHash] = []
        self._exact: dict[str, str] = {}

    def add(self, report: Report) -> str | None:
        """The id of the earlier report that this one repeats, None if there is none.

        Two reports repeat each other where at least `threshold` of their runs of three words are the same (estimated). The
        report is remembered unless it repeats one.
        """
        words = _WORD.findall(report.text.casefold())
        exact = content_id(words)
        if exact in self._exact:
            return self._exact[exact]
        sketch = RMinHash(_HASHES, _SEED)
        sketch.update(
            {" ".join(run) for run in zip(*(islice(words, n, None) for n in range(_RUN)), strict=False)} or set(words)
        )
        near: list[tuple[float, int]] = []
        if len(words) >= _RUN:
            near = [(self._sketches[key].jaccard(sketch), -key) for key in self._index.query(sketch)]
        if near and max(near)[0] >= self._threshold:
            return self._ids[-max(near)[1]]
        self._exact[exact] = report.id
        if len(words) >= _RUN:
            self._index.insert(len(self._ids), sketch)
            self._ids.append(report.id)
            self._sketches.append(sketch)
        return None
