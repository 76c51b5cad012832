"""What Wagtail's admin learns of the engines' own page and panel."""
