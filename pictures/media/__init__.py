"""Rows and files agree: what is missing, left over, altered or out of date; and what takes room.

`checking.check` finds, `mending.mend` puts away, `usage.measure` counts. See docs/media.md.
"""
