"""Does a stored recipe really make its picture? Paint it once more and compare."""
