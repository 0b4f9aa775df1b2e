"""Loads the public images of a Region when a request needs them first.

moto loads about a thousand for each account and Region at the first request to EC2, whatever it asks for.
"""

from typing import Any

from moto.ec2.models.amis import AmiBackend

from ..patching import original, replace

_load = original(AmiBackend, "_load_amis")


def _images(self: Any) -> dict[str, Any]:
    if "amis" not in self.__dict__:
        self.__dict__["amis"] = {}
        _load(self)
    return self.__dict__["amis"]


def install() -> None:
    """Loads images at their first use."""
    replace(AmiBackend, "_load_amis", lambda self: self.__dict__.pop("amis"))
    AmiBackend.amis = property(_images, lambda self, images: self.__dict__.update(amis=images))
