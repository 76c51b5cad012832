"""Addresses of subscriptions, the feed, notifications, and of stopping mails."""

from django.urls import URLPattern, path

from community.feed_views import feed_seen, subscription_feed, subscription_list
from community.notification_views import notification_list, notifications_seen
from community.stop_mail_views import stop_mail
from community.subscription_views import subscription

urlpatterns: list[URLPattern] = [
    path("me/subscriptions/", subscription_feed, name="me_subscriptions"),
    path("me/subscriptions/list/", subscription_list, name="me_subscription_list"),
    path("me/subscriptions/seen/", feed_seen, name="feed_seen"),
    path("me/subscriptions/<str:kind>/<id:target_id>/", subscription, name="subscription"),
    path("me/notifications/", notification_list, name="me_notifications"),
    path("me/notifications/seen/", notifications_seen, name="notifications_seen"),
    path("me/mails/stop/<str:token>/", stop_mail, name="stop_mail"),
]
