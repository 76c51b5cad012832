"""Kills workers again and again while generations run, and looks whether any of them suffers."""
