"""guidelines.yaml: what each department says and does not say."""

from typing import Annotated

from pydantic import Field, RootModel

from chalicelib.domain.rules.brand import Guideline
from policyreader.shapes.base import Id, OneOrMore, Shape, sized, worded

Advice = Annotated[list[Annotated[str, worded(280)]], OneOrMore, sized(0, 20, "")]


class GuidelineShape(Shape):
    """The advice to one department. The first reply is the one that notifications suggest."""

    do: Advice = Field(default_factory=list)
    dont: Advice = Field(default_factory=list)
    replies: Advice = Field(default_factory=list)

    def to_domain(self) -> Guideline:
        return Guideline(do=tuple(self.do), dont=tuple(self.dont), replies=tuple(self.replies))


class GuidelinesShape(RootModel[dict[Id, GuidelineShape]]):
    """The whole of guidelines.yaml: a department a name."""
