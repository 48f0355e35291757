"""Registered seals."""
# Written from asynchronous_groups/seals.py, not by hand.

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..answers import id_of, tag, tag_as_read, told
from ..generated.api.organisation import change_seal, get_seal, list_seal_uses, list_seals
from ..generated.models import RegisteredSeal, SealChangeRequest, SealUse
from .calls import Calls, pages


class SealCalls(Calls):
    """The organisation's registered seals (実印タイプ)."""

    def list(self) -> Iterator[RegisteredSeal]:
        """All of them."""
        for seal in told(list_seals.sync_detailed(client=self._raw)).seals:
            yield seal

    def get(self, seal: RegisteredSeal | str) -> RegisteredSeal:
        """Reads a seal."""
        return told(get_seal.sync_detailed(id_of(seal), client=self._raw))

    def change(
        self, seal: RegisteredSeal | str, change: SealChangeRequest | Callable[[RegisteredSeal], SealChangeRequest]
    ) -> RegisteredSeal:
        """Says who may sign: by a request, if it is as it was read, or by what a function makes of it as it stands."""
        read = get_seal.sync_detailed(id_of(seal), client=self._raw)
        if isinstance(change, SealChangeRequest):
            request, version = change, tag_as_read(seal, read)
        else:
            request, version = change(told(read)), tag(read)
        return told(change_seal.sync_detailed(id_of(seal), client=self._raw, body=request, if_match=version))

    def uses(self, seal: RegisteredSeal | str, *, page_size: int = 100) -> Iterator[SealUse]:
        """What it was used for, the newest first."""
        for page in pages(
            lambda cursor: list_seal_uses.sync_detailed(id_of(seal), client=self._raw, limit=page_size, cursor=cursor)
        ):
            for use in page.uses:
                yield use
