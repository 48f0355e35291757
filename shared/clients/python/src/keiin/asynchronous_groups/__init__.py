"""What the client does beside envelopes, by what it is about."""

from .contacts import AsyncContactCalls
from .folders import AsyncFolderCalls
from .groups import AsyncGroupCalls
from .keys import AsyncKeyCalls
from .me import AsyncOwnCalls
from .organisation import AsyncOrganisationCalls
from .people import AsyncPersonCalls
from .seals import AsyncSealCalls

__all__ = [
    "AsyncContactCalls",
    "AsyncFolderCalls",
    "AsyncGroupCalls",
    "AsyncKeyCalls",
    "AsyncOrganisationCalls",
    "AsyncOwnCalls",
    "AsyncPersonCalls",
    "AsyncSealCalls",
]
