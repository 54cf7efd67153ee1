"""Charts as plain values: a Vega-Lite spec, the words that say what it shows, and a small SVG drawn from it.

Each function takes plain values and texts in the reader's language, and refuses to draw nothing. Nothing here knows
what the values are about.
"""

from tandem.core.charts.arrows import Change, arrows
from tandem.core.charts.bars import Bar, bars
from tandem.core.charts.chart import NARROW, WIDE, Chart
from tandem.core.charts.contributions import LOCAL, NATIONAL, STRUCTURAL, Part, contributions
from tandem.core.charts.dots import DotRow, dots
from tandem.core.charts.intervals import Interval, intervals
from tandem.core.charts.line import Series, line
from tandem.core.charts.measure import Measure
from tandem.core.charts.palette import Role
from tandem.core.charts.quadrant import Corners, Spot, quadrant
from tandem.core.charts.quotients import Quotient, quotients
from tandem.core.charts.render import poster, svg
from tandem.core.charts.strip import Reference, strip

__all__ = [
    "LOCAL",
    "NARROW",
    "NATIONAL",
    "STRUCTURAL",
    "WIDE",
    "Bar",
    "Change",
    "Chart",
    "Corners",
    "DotRow",
    "Interval",
    "Measure",
    "Part",
    "Quotient",
    "Reference",
    "Role",
    "Series",
    "Spot",
    "arrows",
    "bars",
    "contributions",
    "dots",
    "intervals",
    "line",
    "poster",
    "quadrant",
    "quotients",
    "strip",
    "svg",
]
