"""Issued reports: what is entered of them, and what they rest on."""
