"""A WebUI for demonstration: a painter and a server that speaks the WebUI API."""
