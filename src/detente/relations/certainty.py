"""From which certainty of reading on a record is taken at its word."""

from typing import Final

#: A reading below this is doubtful: it is marked where it is shown, and enters no score.
DOUBTFUL: Final = 0.5
