from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who signs in: member, curator or operator. What others see of them is a profile."""
