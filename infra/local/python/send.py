"""Sends what request.json in the current folder asks for by the client for Python, and prints the envelope's identifier.

The documents lie beside it under their names.
"""

import json
from pathlib import Path

from keiin import Keiin
from keiin.models import RecipientRequest, TransactionRequest

request = json.loads(Path("request.json").read_text())
with Keiin() as client:
    envelope = client.send(
        [f"{document['name']}.pdf" for document in request["documents"]],
        to=[RecipientRequest.from_dict(recipient) for recipient in request["recipients"]],
        title=request["title"],
        deadline_days=request["deadline_days"],
        retention=request["retention"],
        transaction=TransactionRequest.from_dict(request["transaction"]),
    )
    client.wait_until_sent(envelope)
print(envelope.id)
