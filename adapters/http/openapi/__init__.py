"""The OpenAPI 3.1 document of the interface: FastAPI says which routes there are and what they
read, this package says all else that a client must know."""
