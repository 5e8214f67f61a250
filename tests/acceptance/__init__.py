"""The whole system, as its users run it: the `hoso` command in processes of its own."""
