"""Addresses of electronic services: what is refused before anybody calls them."""

from pathlib import Path
from urllib.parse import urlsplit

SCHEMES = ("http", "https")


def get_url_fault(url):
    """Return the code of what is wrong with the address, "" if nothing is.

    >>> get_url_fault("https://service.example.org:8443/v1?x=1")
    ''
    >>> get_url_fault("file:///etc/passwd")
    'scheme'
    >>> get_url_fault("https://name:word@example.org/")
    'userinfo'
    >>> get_url_fault("https:///v1"), get_url_fault("http://example.org:99999/")
    ('host', 'host')
    >>> get_url_fault("http://example.org/a b"), get_url_fault("http://[::1/")
    ('characters', 'host')
    """
    if not url.isprintable() or any(sign.isspace() or sign == "\\" for sign in url):
        return "characters"
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "host"
    if parts.scheme not in SCHEMES:
        return "scheme"
    if "@" in parts.netloc:
        return "userinfo"
    return "" if has_host else "host"


def resolve_folder(root, folder):
    """Return the real folder if it lies inside the root, otherwise nothing.

    Links are followed: a link inside the root that leads out of it is refused.

    >>> resolve_folder("/srv/exchange", "/srv/exchange/fund").as_posix()
    '/srv/exchange/fund'
    >>> resolve_folder("/srv/exchange", "/srv/exchange")
    >>> resolve_folder("/srv/exchange", "/srv/exchange/../other")
    >>> resolve_folder("/srv/exchange", "/srv/exchange-other/fund")
    >>> resolve_folder("/srv/exchange", "fund")
    >>> resolve_folder("", "/srv/exchange/fund")
    """
    if not (root and folder and folder.isprintable()):
        return None
    path = Path(folder)
    if not path.is_absolute() or ".." in path.parts:
        return None
    base, real = Path(root).resolve(), path.resolve()
    return real if base in real.parents else None
