"""Keeps tests off the network: only this computer itself (loopback) and local sockets may be spoken to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any


class NetworkUsed(AssertionError):
    """A test tried to reach another computer."""


def _is_loopback(host: object) -> bool:
    if host in ("localhost", "", None, b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _check(address: object) -> None:
    if isinstance(address, tuple) and not _is_loopback(address[0]):
        raise NetworkUsed(f"A test tried to reach {address!r}. Tests may speak to this computer only.")


def guard(monkeypatch: Any) -> None:
    """Make every connection and name look-up beyond loopback raise NetworkUsed, for as long as `monkeypatch` lives."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo
    send_to = socket.socket.sendto

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(address)
        return connect_ex(self, address)

    def guarded_send_to(self: socket.socket, data: Any, *rest: Any) -> int:
        _check(rest[-1])
        return send_to(self, data, *rest)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check((host,))
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", guarded_send_to)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
