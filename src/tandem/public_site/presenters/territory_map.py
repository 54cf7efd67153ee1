"""A territory and its members on a map: one picture, whose table is the list of members."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from tandem.core import maps
from tandem.core.errors import NothingToDrawError
from tandem.core.typography import counted
from tandem.public_site.answers import AsOf
from tandem.public_site.presenters.identity import member_table
from tandem.public_site.presenters.pictures import Picture
from tandem.public_site.reads import Shapes
from tandem.territories.models import Member, Perimeter

TEXT = 40
"""Of the names, in units of the map: read in a column of 350 pixels."""

WHOLE, PARTLY = "#abc6ea", "#d6e2f6"
"""Light enough for the names written over them."""


def picture(perimeter: Perimeter, members: Sequence[Member], at: AsOf) -> Picture:
    src = reverse("public_site:territory_map", args=[perimeter.territory_id]) + at.query
    return Picture(
        title=_("%(name)s et ses membres") % {"name": perimeter.territory.name},
        subtitle=_("Contours simplifiés ; géographie de 2026")
        if all(member.complete for member in members)
        else _("Contours simplifiés ; en plus clair, les membres pris en partie"),
        alt=alt(perimeter, members),
        src=src,
        narrow=src,
        table=member_table(perimeter, members),
        svg=src,
        kind="carte",
        source=_("contours des intercommunalités et des départements, IGN et Insee"),
    )


def alt(perimeter: Perimeter, members: Sequence[Member]) -> str:
    names = ", ".join(member.name for member in members)
    return _("Carte, %(name)s : %(count)s, %(names)s.") % {
        "name": perimeter.territory.name,
        "count": counted(len(members), _("membre")),
        "names": names,
    }


def svg(perimeter: Perimeter, members: Sequence[Member], shapes: Shapes) -> str:
    """Draw the members that have an outline, the whole perimeter where single communes have none."""
    drawn = [
        maps.Area(member.code, member.name, shapes.members[member.code], "whole" if member.complete else "partly")
        for member in members
        if member.code in shapes.members
    ]
    if len(drawn) < len(members) and shapes.perimeter:
        drawn = [maps.Area(perimeter.territory_id, perimeter.territory.name, shapes.perimeter, "whole"), *drawn]
    if not drawn:
        raise NothingToDrawError("nothing to draw")
    model = maps.fit(drawn, backdrop=list(shapes.departments.values()), text_size=TEXT)
    return maps.render(model, {"whole": WHOLE, "partly": PARTLY}, alt=alt(perimeter, members))
