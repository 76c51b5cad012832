"""Lets workers, engines and connections fail while the site is used, and looks who suffers."""
