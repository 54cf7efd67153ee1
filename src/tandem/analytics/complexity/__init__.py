"""Economic complexity and relatedness: what areas have, what is near it, and what they could become.

`presence`
    Which sectors does an area have?  A location quotient of 1 and enough jobs.
`proximity`, `relatedness_density`, `contributions`
    Which sectors go together?  How near is a sector to what the area has, and because of which of its sectors?
`complexity`, `fitness`
    Which areas and sectors are complex: by eigenvector (ECI, PCI), or by iteration?
`outlook`, `opportunities`, `holders`
    What could the area become, what would each sector bring it, and who near it does it already?
`complexity_profile`, `complexity_profiles`
    All of the first three at once, for one year or for several.

Tables have one row per area and one column per sector, numbered: the names of areas and sectors are given numbers once,
when a file is read.  They are dense arrays or `scipy.sparse` arrays; the work is done between sectors, never between
areas, so that 35,000 communes cost what their presences cost.  Conventions are those of the field's reference
implementation, Stata's ``ecomplexity``, to the last digits.
"""

from tandem.analytics.complexity.entries import Opportunities, Quadrant, holders, opportunities
from tandem.analytics.complexity.fitnesses import Fitness, fitness
from tandem.analytics.complexity.indices import Complexity, UndefinedComplexityError, complexity
from tandem.analytics.complexity.outlooks import Outlook, outlook
from tandem.analytics.complexity.presences import presence
from tandem.analytics.complexity.product_space import Contributions, contributions, proximity, relatedness_density
from tandem.analytics.complexity.profiles import ComplexityProfile, complexity_profile, complexity_profiles

__all__ = [
    "Complexity",
    "ComplexityProfile",
    "Contributions",
    "Fitness",
    "Opportunities",
    "Outlook",
    "Quadrant",
    "UndefinedComplexityError",
    "complexity",
    "complexity_profile",
    "complexity_profiles",
    "contributions",
    "fitness",
    "holders",
    "opportunities",
    "outlook",
    "presence",
    "proximity",
    "relatedness_density",
]
