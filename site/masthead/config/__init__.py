"""Hugo's and Hugo Blox's settings → one typed `Config` that cannot be changed."""

from masthead.config.loading import load_config
from masthead.config.model import Cascade, Config, Dialect, Language, MenuItem, Mount
from masthead.config.params import Params
from masthead.config.settings import Place
from masthead.config.structures import read_cascade

__all__ = [
    "Cascade",
    "Config",
    "Dialect",
    "Language",
    "MenuItem",
    "Mount",
    "Params",
    "Place",
    "load_config",
    "read_cascade",
]
