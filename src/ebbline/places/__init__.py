"""Gazetteer and resolution: which place on earth a name in a report means, or that it cannot be told."""

from ebbline.places.find import PlaceMention, find_places
from ebbline.places.gazetteer import Gazetteer, Place

__all__ = ["Gazetteer", "Place", "PlaceMention", "find_places"]
