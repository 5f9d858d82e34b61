"""How long it takes to get there: on foot, round the barriers of a town, and by public transport."""

from baken.core.reach.walking import StraightLine, Walking, WalkingError, WithBarriers

__all__ = ["StraightLine", "Walking", "WalkingError", "WithBarriers"]
