"""One JSON-RPC endpoint: single calls and batches, with errors that say which endpoint, what it said, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from web3 import HTTPProvider
from web3.types import RPCEndpoint

from keepers.errors import KeeperError

__all__ = ["Call", "ChainUnreachable", "Connection", "RpcError", "shown_url"]

BATCH = 250
"""Calls a batch: providers refuse longer ones, and an answer of this many words stays small."""


class ChainUnreachable(KeeperError):
    """No answer: nobody knows what the endpoint did with the request."""


class RpcError(KeeperError):
    """The endpoint answered with an error. `data` is the revert data, empty when there is none."""

    def __init__(self, message: str, said: str, data: bytes = b"") -> None:
        super().__init__(message)
        self.said = said
        self.data = data


@dataclass(frozen=True, slots=True)
class Call:
    """One contract call, encoded. `to` None creates a contract, which only a transaction can."""

    to: str | None
    data: bytes


class Connection:
    """A chain behind a URL. Every read can be pinned to one block, so that a picture of the fund is of one moment."""

    def __init__(self, url: str, timeout: float = 20.0) -> None:
        """timeout in seconds, for each request."""
        self.shown = shown_url(url)
        self._provider = HTTPProvider(url, request_kwargs={"timeout": timeout}, exception_retry_configuration=None)

    def request(self, method: str, *params: Any) -> Any:
        """The result of one call. Raises ChainUnreachable or RpcError."""
        with _Translated(self.shown):
            answer = self._provider.make_request(RPCEndpoint(method), list(params))
        return self._result(method, cast(dict[str, Any], answer))

    def batch(self, calls: Sequence[tuple[str, list[Any]]]) -> list[Any]:
        """Results in order; an item the node refused is an RpcError in its place, not raised."""
        results: list[Any] = []
        for first in range(0, len(calls), BATCH):
            part = [(RPCEndpoint(method), params) for method, params in calls[first : first + BATCH]]
            with _Translated(self.shown):
                answers = self._provider.make_batch_request(part)
            if not isinstance(answers, list):
                self._result("batch", cast(dict[str, Any], answers))
                raise ChainUnreachable(f"chain: {self.shown} does not answer batches; use an endpoint that does")
            if len(answers) != len(part):
                raise ChainUnreachable(f"chain: {self.shown} answered {len(answers)} of {len(part)} calls; run again")
            for (method, _), answer in zip(part, answers, strict=True):
                try:
                    results.append(self._result(method, cast(dict[str, Any], answer)))
                except RpcError as error:
                    results.append(error)
        return results

    def view(self, calls: Sequence[Call], block: int | str = "latest") -> list[bytes | RpcError]:
        """Return data of contract calls at one block, in order; a reverted one is an RpcError in its place."""
        at = hex(block) if isinstance(block, int) else block
        answers = self.batch([("eth_call", [{"to": call.to, "data": "0x" + call.data.hex()}, at]) for call in calls])
        return [answer if isinstance(answer, RpcError) else bytes.fromhex(answer[2:]) for answer in answers]

    def chain_id(self) -> int:
        """As the node says it."""
        return int(self.request("eth_chainId"), 16)

    def require_chain(self, expected: int) -> None:
        """Raises KeeperError when the node is on another chain."""
        actual = self.chain_id()
        if actual != expected:
            raise KeeperError(
                f"chain: {self.shown} is chain {actual}, the deployment is on chain {expected}; "
                "pass the --url or --network of that chain, or the --folder of this one"
            )

    def require_code(self, name: str, address: str) -> None:
        """Raises KeeperError when no contract is at the address."""
        if self.request("eth_getCode", address, "latest") == "0x":
            raise KeeperError(
                f"chain: no contract at {address} ({name}) on {self.shown}; "
                "the deployment file is of another world: start it again with 'make up' or pass --folder"
            )

    def _result(self, method: str, answer: dict[str, Any]) -> Any:
        if "error" not in answer:
            return answer["result"]
        error = answer["error"]
        if isinstance(error, str):
            error = {"message": error}
        said = str(error.get("message", error))
        data = error.get("data")
        if isinstance(data, dict):  # some nodes wrap the revert data
            data = data.get("data")
        revert = bytes.fromhex(data[2:]) if isinstance(data, str) and data.startswith("0x") else b""
        raise RpcError(f"chain: {self.shown} refused {method}: {said}", said, revert)


def shown_url(url: str) -> str:
    """Scheme, host and port only: the path and the query of a provider's URL are a key."""
    parts = urlsplit(url)
    host = parts.hostname or "?"
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")


class _Translated:
    """Turns what the HTTP library raises into ChainUnreachable."""

    def __init__(self, shown: str) -> None:
        self._shown = shown

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, requests.HTTPError) and error.response is not None:
            status = error.response.status_code
            remedy = "it limits requests: wait a minute" if status == 429 else "check the URL and its key"
            raise ChainUnreachable(f"chain: {self._shown} answered HTTP {status}; {remedy}") from None
        if isinstance(error, requests.Timeout):
            raise ChainUnreachable(
                f"chain: {self._shown} did not answer in time; wait and run again, or use another --url"
            ) from None
        if isinstance(error, (requests.RequestException, ValueError)):
            raise ChainUnreachable(
                f"chain: {self._shown} does not answer ({type(error).__name__}); "
                "start it ('make up' for the local world) or pass --url"
            ) from None
