"""What Wagtail's admin learns of the workspace."""
