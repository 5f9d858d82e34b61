"""How long it takes to get there: on foot, along a straight line or round the barriers of a town."""

from baken.core.reach.walking import StraightLine, Walking, WalkingError, WithBarriers

__all__ = ["StraightLine", "Walking", "WalkingError", "WithBarriers"]
