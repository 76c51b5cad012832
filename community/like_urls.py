"""Addresses of likes, and of what was begun before signing in."""

from django.urls import URLPattern, path

from community.intents import carry_out_intent
from community.like_views import like
from community.my_likes_views import chosen_likes, my_likes

urlpatterns: list[URLPattern] = [
    path("me/likes/", my_likes, name="me_likes"),
    path("me/likes/chosen/", chosen_likes, name="chosen_likes"),
    path("me/likes/<id:picture_id>/", like, name="like"),
    path("me/intent/<str:token>/", carry_out_intent, name="carry_out_intent"),
]
