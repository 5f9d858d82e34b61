"""Changes to guidance: files loaded, and an editor's word."""

from baken.guidance.checking import BadGuidance
from baken.guidance.editing import (
    Answering,
    ChangedMeanwhile,
    GuidanceError,
    ItemFacts,
    UnknownHelpline,
    UnknownItem,
    Words,
    add_item,
    change_helpline,
    change_item,
    confirm_helpline,
    restore,
)
from baken.guidance.loading import OUR_HELPLINES, Loaded, bring_in_step, load_from_elsewhere, load_guidance

__all__ = [
    "OUR_HELPLINES",
    "Answering",
    "BadGuidance",
    "ChangedMeanwhile",
    "GuidanceError",
    "ItemFacts",
    "Loaded",
    "UnknownHelpline",
    "UnknownItem",
    "Words",
    "add_item",
    "bring_in_step",
    "change_helpline",
    "change_item",
    "confirm_helpline",
    "load_from_elsewhere",
    "load_guidance",
    "restore",
]
