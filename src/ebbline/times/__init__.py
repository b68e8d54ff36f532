"""Expressions of time and the days they mean."""

from ebbline.times.analysis import TimeExpression, analyse_times
from ebbline.times.find import TimeMention, find_times

__all__ = ["TimeExpression", "TimeMention", "analyse_times", "find_times"]
