from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.person_list import PersonList
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(keiin_organisation, Unset):
        headers["Keiin-Organisation"] = keiin_organisation

    if not isinstance(accept_language, Unset):
        headers["Accept-Language"] = accept_language

    params: dict[str, Any] = {}

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/organisation/people",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> PersonList | None:
    if response.status_code == 200:
        response_200 = PersonList.from_dict(response.json())

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[PersonList]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[PersonList]:
    """Lists the organisation's people.

    Args:
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersonList]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> PersonList | None:
    """Lists the organisation's people.

    Args:
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersonList
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> Response[PersonList]:
    """Lists the organisation's people.

    Args:
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PersonList]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        keiin_organisation=keiin_organisation,
        accept_language=accept_language,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
    keiin_organisation: str | Unset = UNSET,
    accept_language: str | Unset = UNSET,
) -> PersonList | None:
    """Lists the organisation's people.

    Args:
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):
        keiin_organisation (str | Unset):
        accept_language (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PersonList
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            keiin_organisation=keiin_organisation,
            accept_language=accept_language,
        )
    ).parsed
