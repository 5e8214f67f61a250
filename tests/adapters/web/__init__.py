"""The pages, over a store in memory: what they show, and to whom."""
