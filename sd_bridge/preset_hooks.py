"""What Wagtail's admin learns of presets and of the rules for generating."""
