"""Word lists written as prose: one line of words instead of a column of quotes."""


def words(*lines: str) -> frozenset[str]:
    """All the words of the lines."""
    return frozenset(word for line in lines for word in line.split())
