"""Words for what is likely, after the US intelligence community's standard on analysis (ICD 203)."""

from typing import Final

#: ICD 203's words for likelihood with their ranges in percent; the range stands beside the word each time it is used.
LIKELIHOODS: Final[tuple[tuple[str, int, int], ...]] = (
    ("almost no chance", 1, 5),
    ("very unlikely", 5, 20),
    ("unlikely", 20, 45),
    ("roughly even chance", 45, 55),
    ("likely", 55, 80),
    ("very likely", 80, 95),
    ("almost certain", 95, 99),
)


def likely(probability: float) -> str:
    """A likelihood in ICD 203's words with its range and our figure: `likely [55-80%; our estimate 64%]`; never 0 or 100."""
    percent = min(max(round(100 * probability), 1), 99)
    word, low, high = next(row for row in LIKELIHOODS if percent <= row[2])
    return f"{word} [{low}–{high}%; our estimate {percent}%]"
