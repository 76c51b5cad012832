"""What differs between servers of the A1111 family: one object for each dialect.

To add one: write the object, add how it is recognised to `detection`, record its answers.
"""

from sd_bridge.engines.dialects.base import A1111, FORGE, Dialect
from sd_bridge.engines.dialects.detection import detect
from sd_bridge.engines.dialects.sdcpp import SDCPP
from sd_bridge.engines.dialects.sdnext import SDNEXT

__all__ = ["A1111", "FORGE", "SDCPP", "SDNEXT", "Dialect", "detect"]
