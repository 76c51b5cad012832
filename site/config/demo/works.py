"""What hangs in the demo, topic by topic."""

from __future__ import annotations

from config.demo.works_in_light import CITIES, MIST, SUNSETS
from config.demo.works_in_line import INK, MARBLES, WAVES, WORLDS

TOPICS = (SUNSETS, CITIES, WAVES, MARBLES, INK, MIST, WORLDS)
