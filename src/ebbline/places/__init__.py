"""Placeholder docstring: replaced by the stage that owns this folder."""
