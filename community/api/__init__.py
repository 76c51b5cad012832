"""What members do, for programs."""

from ninja import Router

from community.api.comments import router as comments
from community.api.likes import router as likes
from community.api.me import router as me
from community.api.subscriptions import router as subscriptions
from community.like_state import liked_among
from pictures.api.engagement import register_liked

register_liked(liked_among)

router = Router()
for each in (likes, comments, subscriptions, me):
    router.add_router("", each)
