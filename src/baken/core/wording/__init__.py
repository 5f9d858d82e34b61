"""What can be known of a text without a model: folding, clauses, scripts, noise, Arabic in Latin letters."""

from baken.core.wording.clauses import clauses, cut_at_border
from baken.core.wording.folding import cut_spelt_out, fold, fold_name, skeleton, tokens
from baken.core.wording.identify import LanguageModel, fit_language_model
from baken.core.wording.noise import is_noise
from baken.core.wording.romanised import Lexicon, looks_romanised_arabic, to_arabic
from baken.core.wording.scripts import Script, script_of

__all__ = [
    "LanguageModel",
    "Lexicon",
    "Script",
    "clauses",
    "cut_at_border",
    "cut_spelt_out",
    "fit_language_model",
    "fold",
    "fold_name",
    "is_noise",
    "looks_romanised_arabic",
    "script_of",
    "skeleton",
    "to_arabic",
    "tokens",
]
