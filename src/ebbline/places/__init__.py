"""Gazetteer and resolution: which place on earth a name in a report means, or that it cannot be told."""

from ebbline.places.find import PlaceMention, find_places
from ebbline.places.gazetteer import Gazetteer, Place
from ebbline.places.resolve import Resolved, resolve_spans

__all__ = ["Gazetteer", "Place", "PlaceMention", "Resolved", "find_places", "resolve_spans"]
