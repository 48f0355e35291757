"""What holds for the organisation, and its log."""
# Written from asynchronous_groups/organisation.py, not by hand.

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..answers import tag, told
from ..generated.api.organisation import change_organisation, get_organisation, list_log
from ..generated.models import Organisation, OrganisationChangeRequest, StoredEntry
from ..problems import KeiinError
from .calls import Calls, pages


class OrganisationCalls(Calls):
    """What holds for the organisation, and its log."""

    def get(self) -> Organisation:
        """What holds for the organisation."""
        return told(get_organisation.sync_detailed(client=self._raw))

    def change(
        self, change: OrganisationChangeRequest | Callable[[Organisation], OrganisationChangeRequest]
    ) -> Organisation:
        """Changes what a request names, or one that a function makes of what holds now."""
        read = get_organisation.sync_detailed(client=self._raw)
        request = change if isinstance(change, OrganisationChangeRequest) else change(told(read))
        return told(change_organisation.sync_detailed(client=self._raw, body=request, if_match=tag(read)))

    def log(self, *, page_size: int = 100) -> Iterator[StoredEntry]:
        """Who changed what of the organisation, the oldest entry first. A broken chain is an error."""
        for page in pages(lambda cursor: list_log.sync_detailed(client=self._raw, limit=page_size, cursor=cursor)):
            if not page.intact:
                raise KeiinError("the chain of the organisation's log is broken")
            for entry in page.entries:
                yield entry
