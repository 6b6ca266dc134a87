"""Configuration of the portal: addresses, logging in, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

MIB = 1024 * 1024


class ConfigurationError(ValueError):
    """The portal may not start with this configuration. The text never holds a secret."""


@dataclass(frozen=True)
class Oidc:
    """The issuer that says who somebody is. ``acr``: level that a login must have (empty: not asked);
    ``audience``: what an access token of a machine must be meant for."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    acr: str = ""
    audience: str = ""


@dataclass(frozen=True)
class Limits:
    """Requests per minute and origin or account; periods of a session in seconds."""

    login_per_minute: int = 20
    upload_per_minute: int = 60
    request_per_minute: int = 600
    session_idle: int = 30 * 60
    session_total: int = 8 * 3600
    token_seconds: int = 15 * 60
    form_bytes: int = 64 * 1024


@dataclass(frozen=True)
class PortalConfig:
    """``base_url``: where people reach the portal; ``login``: ``ontwikkel`` (development accounts, loopback
    only) or ``oidc``; ``clamd``: ``host:port`` or a path of a socket, empty for no virus check."""

    base_url: str = "http://127.0.0.1:8080"
    login: Literal["ontwikkel", "oidc"] = "ontwikkel"
    oidc: Oidc | None = None
    clamd: str = ""
    retry_seconds: float = 30.0
    limits: Limits = field(default_factory=Limits)

    @property
    def secure(self) -> bool:
        """Whether people reach the portal over https."""
        return urlsplit(self.base_url).scheme == "https"

    def check(self, host: str) -> None:
        """Raise :class:`ConfigurationError` when a portal that listens on ``host`` would not be safe."""
        own = urlsplit(self.base_url).hostname or ""
        if self.login == "ontwikkel" and not (is_loopback(host) and is_loopback(own)):
            raise ConfigurationError(
                "development accounts work on loopback only; set RIZOOM_PORTAAL_OIDC_ISSUER"
            )
        if self.login == "oidc" and self.oidc is None:
            raise ConfigurationError("login by OpenID Connect needs an issuer")
        if not self.secure and not is_loopback(own):
            raise ConfigurationError("RIZOOM_PORTAAL_URL must begin with https:// outside loopback")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> PortalConfig:
        """Configuration from the ``RIZOOM_PORTAAL_*`` variables of ``env``."""
        issuer = env.get("RIZOOM_PORTAAL_OIDC_ISSUER", "")
        oidc = None
        if issuer:
            oidc = Oidc(
                issuer=issuer,
                client_id=env.get("RIZOOM_PORTAAL_OIDC_CLIENT", ""),
                client_secret=env.get("RIZOOM_PORTAAL_OIDC_GEHEIM", ""),
                acr=env.get("RIZOOM_PORTAAL_OIDC_ACR", ""),
                audience=env.get("RIZOOM_PORTAAL_OIDC_AUDIENCE", ""),
            )
        return cls(
            base_url=env.get("RIZOOM_PORTAAL_URL", "http://127.0.0.1:8080").rstrip("/"),
            login="oidc" if oidc else "ontwikkel",
            oidc=oidc,
            clamd=env.get("RIZOOM_PORTAAL_CLAMD", ""),
            limits=Limits(upload_per_minute=int(env.get("RIZOOM_PORTAAL_UPLOADS_PER_MINUUT", "60"))),
        )


def is_loopback(host: str) -> bool:
    """Whether ``host`` is a name or address of this computer only."""
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
