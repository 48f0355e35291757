"""What the client does beside envelopes, by what it is about."""
# Written from asynchronous_groups/__init__.py, not by hand.

from .contacts import ContactCalls
from .folders import FolderCalls
from .groups import GroupCalls
from .keys import KeyCalls
from .me import OwnCalls
from .organisation import OrganisationCalls
from .people import PersonCalls
from .seals import SealCalls

__all__ = [
    "ContactCalls",
    "FolderCalls",
    "GroupCalls",
    "KeyCalls",
    "OrganisationCalls",
    "OwnCalls",
    "PersonCalls",
    "SealCalls",
]
