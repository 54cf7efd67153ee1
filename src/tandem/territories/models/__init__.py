from tandem.territories.models.agreements import Agreement, Party, SignedCopy
from tandem.territories.models.life import Candidacy, LifeStep
from tandem.territories.models.perimeters import Member, Perimeter, PerimeterCommune, PerimeterContour
from tandem.territories.models.posts import ActivityReport, Holding, Post
from tandem.territories.models.states import AgreementState, CandidacyState, HoldingState, PostState
from tandem.territories.models.succession import Succession
from tandem.territories.models.territories import Phase, Territory

__all__ = [
    "ActivityReport",
    "Agreement",
    "AgreementState",
    "Candidacy",
    "CandidacyState",
    "Holding",
    "HoldingState",
    "LifeStep",
    "Member",
    "Party",
    "Perimeter",
    "PerimeterCommune",
    "PerimeterContour",
    "Phase",
    "Post",
    "PostState",
    "SignedCopy",
    "Succession",
    "Territory",
]
