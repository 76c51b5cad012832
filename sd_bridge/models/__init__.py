from sd_bridge.models.generation import Generation, GenerationQuerySet
from sd_bridge.models.result import Result, ResultQuerySet

__all__ = ["Generation", "GenerationQuerySet", "Result", "ResultQuerySet"]
