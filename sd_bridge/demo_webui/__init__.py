"""A WebUI for demonstration: a painter and a server that speaks the WebUI API.

Nothing is imported here: painting needs numpy, which comes with the demo requirements only.
"""

DIALECTS = ("a1111", "forge", "sdnext", "sdcpp")
LATE_SECONDS = 660.0  # a minute after clients of ten minutes' patience have gone
