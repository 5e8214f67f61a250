"""What stands between the wire and the routes: who may send what, how much and how fast."""
