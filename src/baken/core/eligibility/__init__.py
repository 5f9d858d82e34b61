"""May this person go through this door? Yes, no or ask, and always why."""

from baken.core.eligibility.codes import REASON_CODES
from baken.core.eligibility.judging import judge
from baken.core.eligibility.rules import Ages, Rules, RulesError

__all__ = ["REASON_CODES", "Ages", "Rules", "RulesError", "judge"]
