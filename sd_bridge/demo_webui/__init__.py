"""A WebUI for demonstration: a painter and a server that speaks the WebUI API."""

from .painted import painted_file, painted_infotext
from .painter import paint

__all__ = ["paint", "painted_file", "painted_infotext"]
