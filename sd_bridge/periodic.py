"""What the scheduler does for generations."""
