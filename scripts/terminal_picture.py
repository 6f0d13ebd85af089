"""Draws what a command printed as an SVG picture of a terminal of 80 columns, for the README.

usage: detente brief CHN USA --as-of 2024-01-31 -w demo | python scripts/terminal_picture.py "title" 46 > docs/brief.svg
"""

import io
import re
import sys

from rich.console import Console
from rich.text import Text


def main() -> None:
    """Reads standard input and writes the picture to standard output."""
    title, lines = sys.argv[1], int(sys.argv[2])
    console = Console(record=True, width=80, file=io.StringIO(), force_terminal=True)
    for line in sys.stdin.read().splitlines()[:lines]:
        console.print(Text(line, style="bold" if line.isupper() else ""), highlight=False)
    picture = console.export_svg(title=title)
    # The fonts that rich links to lie on another host; the reader's own will do.
    sys.stdout.write(re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL))


if __name__ == "__main__":
    main()
