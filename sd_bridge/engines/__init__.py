"""Talking to WebUI servers: one HTTP client (`webui.WebUI`) and what it asks, answers and raises.

`asking` (what we ask for) and `data` (what comes back) are plain values; `transport` knows HTTP,
`dialects` what differs between servers, `answers` and `decoding` turn an answer into pictures,
`comparing` says what the server did otherwise than asked. Nothing here reads settings or models.
"""
