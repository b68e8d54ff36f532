"""Who takes part: the registry of armed actors, mentions of them in a report, and the persons it names."""

from ebbline.actors.beside import find_beside
from ebbline.actors.linking import ActorMention, find_actors
from ebbline.actors.people import Known
from ebbline.actors.persons import find_persons
from ebbline.actors.registry import Group, Registry

__all__ = ["ActorMention", "Group", "Known", "Registry", "find_actors", "find_beside", "find_persons"]
