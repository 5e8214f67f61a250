"""Where paper and digital disagree: found on time, entered once, settled."""
