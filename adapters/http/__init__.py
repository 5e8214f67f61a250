"""The HTTP API, /v1 (design: RFC 9110, RFC 9457)."""
