"""Where log-in services send people back to: addresses without a language.

They stand behind the addresses with one, so that `reverse` gives these; requests are served by the
others, see `accounts.social_doors`.
"""

from allauth.socialaccount.providers.github.views import oauth2_callback as github
from allauth.socialaccount.providers.google.views import oauth2_callback as google
from allauth.socialaccount.providers.kakao.views import oauth2_callback as kakao
from allauth.socialaccount.providers.naver.views import oauth2_callback as naver
from django.urls import path

from accounts.social_oidc.urls import callback as openid

urlpatterns = [
    path("kakao/login/callback/", kakao, name="kakao_callback"),
    path("naver/login/callback/", naver, name="naver_callback"),
    path("google/login/callback/", google, name="google_callback"),
    path("github/login/callback/", github, name="github_callback"),
    path("oidc/<str:provider_id>/login/callback/", openid, name="openid_connect_callback"),
]
