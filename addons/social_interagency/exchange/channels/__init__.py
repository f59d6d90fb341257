"""Carriers of papers, one file each: a new file here is a new channel."""

import importlib
import pkgutil

from .base import Channel


def _load():
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {
        channel.code: channel
        for channel in sorted(Channel.get_all(), key=lambda channel: channel.sequence)
    }


CHANNELS = _load()
