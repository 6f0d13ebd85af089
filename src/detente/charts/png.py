"""An SVG picture as PNG, for programs that take no SVG. Needs no network and no font of the system's."""

from importlib.resources import as_file, files

import resvg_py


def png(svg: str, *, zoom: float = 2.0) -> bytes:
    """The picture drawn at `zoom` times its size."""
    with as_file(files("detente.charts") / "data" / "sans.ttf") as font:
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family="Inter",
            sans_serif_family="Inter",
        )
    return bytes(drawn)
