"""Pictures as SVG, made of values alone: no script, no style sheet, no other file.

The web, notebooks, Word and the command line print the same ones.

Colours stand in presentation attributes, which a page's style sheet may overrule by class (`done`, `planned`, `axis`); taken
out of the page, a picture is as readable, in black on white, with its title and source line inside.
"""

from detente.charts.calibration import Dot, calibration_svg
from detente.charts.lanes import Lanes, Mark, Rule, lanes_svg
from detente.charts.series import Cell, Series, series_svg, spark_svg

__all__ = [
    "Cell",
    "Dot",
    "Lanes",
    "Mark",
    "Rule",
    "Series",
    "calibration_svg",
    "lanes_svg",
    "series_svg",
    "spark_svg",
]
