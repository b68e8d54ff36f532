"""Expressions of time and the days they mean."""

from ebbline.times.find import TimeMention, find_times

__all__ = ["TimeMention", "find_times"]
