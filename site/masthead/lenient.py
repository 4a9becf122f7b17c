"""JSON Schema of models as they read: what `'5'`, one value for a list or an empty key may stand for."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from masthead.content import fields

Schema = dict[str, Any]

_SCALARS = ["string", "number", "boolean"]
_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)\s*$"
_YES_OR_NO = (
    r"^\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[01])?\s*$"
)
_WRITTEN = """
assetDir baseURL buildDrafts buildExpired buildFuture capitalizeListTitles contentDir dataDir
defaultContentLanguage defaultContentLanguageInSubdir disableAliases disableKinds disableLanguages
disablePathToLower enableEmoji enableRobotsTXT endLevel expiryDate footnoteReturnLinkContents guessSyntax
hardWraps hasCJKLanguage i18nDir ignoreFiles includeNewer languageCode lineNos linkTitle mainSections
pagerSize paginatePath pluralizeListTitles publishDate removePathAccents rssLimit startLevel staticDir
summaryLength tableOfContents timeZone titleCaseStyle toLower translationKey uglyURLs
"""
SPELLINGS = {word.lower(): word for word in _WRITTEN.split()}
"""Keys that are read in any case, as most people write them."""


class Lenient(GenerateJsonSchema):
    """Makes schemas that take what the models take, under every name that a key may have."""

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        """A word or number may stand for true and false."""
        return {"anyOf": [{"type": "boolean"}, {"enum": [0, 1]}, {"type": "string", "pattern": _YES_OR_NO}]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """Text may hold the number."""
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"{_NUMBER}|^$"}]}

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:
        """Text may hold the number."""
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"{_NUMBER}|^$"}]}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Numbers, true and false are text too."""
        return {"type": _SCALARS}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        """Dates are written in many ways."""
        return {"type": ["string", "number"]}

    def literal_schema(self, schema: core_schema.LiteralSchema) -> JsonSchemaValue:
        """Words are read in any case, and some have older names."""
        return {"anyOf": [super().literal_schema(schema), {"type": _SCALARS}]}

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        """What is made of a text."""
        return {"type": "string"}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """A validator of a field reads shorter forms too; one of a whole model reads other keys."""
        inner, function = self.generate_inner(schema["schema"]), schema["function"]["function"]
        if "json_schema_input_schema" in schema:
            return self.generate_inner(schema["json_schema_input_schema"])
        if inspect.ismethod(function):
            return inner
        known = getattr(function, "__module__", "") == fields.__name__
        return _with_short_forms(inner, inner if known else {"anyOf": [inner, {"type": ["object", "array"]}]})

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Every name that a key may have, with what its docstring says."""
        made = super().model_schema(schema)
        cls: type[BaseModel] = schema["cls"]
        said = docstrings(cls)
        found: Schema = made.get("properties", {})
        properties: Schema = {}
        for name, info in cls.model_fields.items():
            choices = info.validation_alias
            names = (
                [str(c) for c in choices.choices] if isinstance(choices, AliasChoices) else [choices or name]
            )
            own: Schema = next((found[key] for key in names if key in found), {})
            words = {"description": said[name]} if name in said else {}
            for key in dict.fromkeys([*names, name]):
                properties[SPELLINGS.get(key, key)] = {**_or_nothing(own), **words}
        made = {**made, "properties": properties}
        return _with_words_for_maps(made) if _reads_older_spellings(cls) else made

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Titles that repeat the name say nothing."""
        return False


def _names(name: str, info: FieldInfo) -> list[str]:
    """The names that a key may have; the one that pydantic's own schema has comes first."""
    alias = info.validation_alias
    names = alias.choices if isinstance(alias, AliasChoices) else [alias or name]
    return list(dict.fromkeys([*map(str, names), name]))


def _with_short_forms(inner: Schema, otherwise: Schema) -> Schema:
    """One value for a list, a word for a map, or a list of what a map says; else what `otherwise` says."""
    if inner.get("type") == "array":
        item = inner.get("items", {})
        short = {"anyOf": [item, {"type": [*_SCALARS, "null"]}]}
        return {"anyOf": [{"type": "array", "items": short}, short]}
    if "$ref" in inner or inner.get("type") == "object":
        return {"anyOf": [inner, {"type": [*_SCALARS, "array"]}]}
    return otherwise


def _reads_older_spellings(cls: type[BaseModel]) -> bool:
    common = fields.Model.__pydantic_decorators__.model_validators.keys()
    return bool(cls.__pydantic_decorators__.model_validators.keys() - common)


def _with_words_for_maps(made: Schema) -> Schema:
    """What a model reads that changes older spellings: words, where it has maps today."""
    properties = {
        key: {**value, "anyOf": [*value["anyOf"], {"type": _SCALARS}]}
        if any("$ref" in option for option in value.get("anyOf", ()))
        else value
        for key, value in made.get("properties", {}).items()
    }
    return {**made, "properties": properties}


def _or_nothing(schema: Schema) -> Schema:
    """An empty key is an absent one."""
    if schema.get("default", 0) in ("", [], None) or isinstance(schema.get("default"), dict):
        schema = {key: value for key, value in schema.items() if key != "default"}
    kind = schema.get("type")
    if kind is not None:
        kinds = kind if isinstance(kind, list) else [kind]
        return schema if "null" in kinds else {**schema, "type": [*kinds, "null"]}
    rest = {key: value for key, value in schema.items() if key in ("default", "description")}
    core = {key: value for key, value in schema.items() if key not in rest}
    options = core.get("anyOf") if set(core) == {"anyOf"} else [core]
    return {"anyOf": [*(options or [{}]), {"type": "null"}], **rest} if core else rest


def docstrings(cls: type[BaseModel]) -> dict[str, str]:
    """What stands below each field of a model and of those that it inherits from, in one line."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if not issubclass(base, BaseModel) or base is BaseModel or base.__module__ == "pydantic.main":
            continue
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(base)))
        except (OSError, TypeError):  # made at run time
            continue
        body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
        for field, below in pairwise(body):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                text = _text_of(below)
                if text:
                    found[field.target.id] = " ".join(text.split())
    return found


def _text_of(node: ast.stmt) -> str:
    value = node.value if isinstance(node, ast.Expr) else None
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def parts(*models: type[BaseModel]) -> tuple[list[Schema], Schema]:
    """The schemas of models in order, and what they have in common, for `$defs`."""
    generator = Lenient(ref_template="#/$defs/{model}")
    made, found = generator.generate_definitions(
        [(model, "validation", model.__pydantic_core_schema__) for model in models]
    )
    definitions: Schema = {str(name): schema for name, schema in found.items()}
    return [resolved(made[(model, "validation")], definitions) for model in models], definitions


def resolved(schema: Schema, definitions: Mapping[str, Any]) -> Schema:
    """A schema, or the one that it refers to."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return dict(definitions[name]) if name else schema
