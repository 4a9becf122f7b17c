"""The spellings that Hugo Blox's settings have had, and the one that `Params` uses."""

from __future__ import annotations

from masthead.config.fitting import fit
from masthead.config.params import Params
from masthead.config.settings import Place, Settings, merged, renamed, unused_in
from masthead.errors import Problems
from masthead.packs import DARK_PACKS

_GROUPS = set(Params.model_fields) - {"custom_css", "extra"}

KIT = {
    **{f"hugoblox.{group}": group for group in _GROUPS},
    "hugoblox.verification": "seo.verification",
    "hugoblox.header.block": "header.style",
    "hugoblox.footer.block": "footer.style",
    "hugoblox.content.math.enable": "content.math",
    "hugoblox.content.toc.enable": "content.toc",
    "hugoblox.content.reading_time.enable": "content.reading_time",
    "hugoblox.copyright.license.text": "copyright.license.label",
    "hugoblox.comments.disqus.shortname": "comments.disqus",
    "hugoblox.comments.commento.url": "comments.commento",
    "hugoblox.analytics.google.measurement_id": "analytics.google",
    "hugoblox.analytics.google_tag_manager.container_id": "analytics.google_tag_manager",
    "hugoblox.analytics.plausible.domain": "analytics.plausible",
    "hugoblox.analytics.fathom.site_id": "analytics.fathom",
    "hugoblox.analytics.pirsch.site_id": "analytics.pirsch",
    "hugoblox.analytics.clarity.project_id": "analytics.clarity",
    "hugoblox.analytics.baidu.site_id": "analytics.baidu",
}
"""The keys of 2025 and later, below `hugoblox`."""

BLOX = {
    "appearance.mode": "theme.mode",
    "appearance.color": "theme.colors.primary",
    "appearance.theme_day": "theme.pack.light",
    "appearance.theme_night": "theme.pack.dark",
    "appearance.font": "typography.font",
    "appearance.font_size": "typography.size",
    "appearance.day_night": "header.theme_toggle",
    "header.navbar": "header",
    "header.navbar.block": "header.style",
    "header.navbar.blox": "header.style",
    "header.navbar.fixed_to_top": "header.sticky",
    "header.navbar.show_search": "header.search",
    "header.navbar.show_day_night": "header.theme_toggle",
    "header.navbar.show_theme_chooser": "header.theme_toggle",
    "header.navbar.show_translations": "header.language_switcher",
    "header.navbar.highlight_active_link": "header.highlight_active",
    "header.navbar.button": "header.cta",
    "footer.copyright": "copyright",
    "marketing.seo.site_type": "identity.type",
    "marketing.seo.local_business_type": "identity.business_type",
    "marketing.seo.org_name": "identity.organization",
    "marketing.seo.description": "identity.description",
    "marketing.seo.twitter": "identity.social.twitter",
    "marketing.seo": "seo",
    "marketing.verification": "seo.verification",
    "marketing.analytics": "analytics",
    "marketing.analytics.google_analytics": "analytics.google",
    "marketing.analytics.baidu_tongji": "analytics.baidu",
    "marketing.analytics.microsoft_clarity": "analytics.clarity",
    "locale": "locale",
    "feed": "feed",
    "media": "media",
    "features.avatar.shape": "layout.avatar_shape",
    "features.math.enable": "content.math",
    "features.privacy_pack.enable": "privacy.enable",
    "features.search": "search",
    "features.repository": "repository",
    "features.comment": "comments",
    "features.comment.disqus.shortname": "comments.disqus",
    "features.comment.commento.url": "comments.commento",
    "publications.citation_style": "content.citations.style",
    "publications.date_format": "content.citations.date_format",
    "custom_css": "custom_css",
}
"""The keys of Wowchemy 5 and Hugo Blox Builder."""

ACADEMIC = {
    "color_theme": "theme.pack",
    "font": "typography.font",
    "font_size": "typography.size",
    "day_night": "header.theme_toggle",
    "main_menu.enable": "header.enable",
    "main_menu.align": "header.align",
    "main_menu.show_logo": "header.show_logo",
    "main_menu.show_search": "header.search",
    "main_menu.highlight_active_link": "header.highlight_active",
    "copyright_license": "copyright.license",
    "copyright_license.notice": "copyright.notice",
    "site_type": "identity.type",
    "local_business_type": "identity.business_type",
    "org_name": "identity.organization",
    "description": "identity.description",
    "twitter": "identity.social.twitter",
    "sharing_image": "seo.sharing_image",
    "avatar.shape": "layout.avatar_shape",
    "math": "content.math",
    "reading_time": "content.reading_time",
    "date_format": "locale.date_format",
    "time_format": "locale.time_format",
    "address_format": "locale.address_format",
    "privacy_pack": "privacy.enable",
    "edit_page.repo_url": "repository.url",
    "edit_page.repo_branch": "repository.branch",
    "edit_page.content_dir": "repository.content_dir",
    "repository": "repository",
    "comments.provider": "comments.provider",
    "comments.engine": "comments.provider",
    "comments.disqus.shortname": "comments.disqus",
    "comments.commento.url": "comments.commento",
    "search.provider": "search.provider",
    "search.engine": "search.provider",
    "marketing.google_analytics": "analytics.google",
    "marketing.google_tag_manager": "analytics.google_tag_manager",
    "plugins_css": "custom_css",
}
"""The flat keys of Academic 4 and early Wowchemy."""

NAMES = {**KIT, **BLOX, **ACADEMIC}
"""Every spelling, with its name in `Params`."""

_THEIRS = {key.split(".")[0] for key in NAMES} | {"extensions", "features", "security", "map", "highlight"}


def read_params(settings: Settings, problems: Problems) -> tuple[Params, list[Place]]:
    """The params in `settings` (all spellings), and the places of those that nothing acts upon."""
    known, rest = renamed(settings, NAMES)
    known = merged(_mode_of_a_single_theme(settings), known)
    params, unknown = fit(Params, known, problems)
    extra = {key: value for key, value in rest.values.items() if key not in _THEIRS}
    return params.model_copy(update={"extra": extra}), unknown + unused_in(rest.without(*extra))


def _mode_of_a_single_theme(settings: Settings) -> Settings:
    """A site that names a theme for the day alone is as light or dark as that; for the night alone, dark."""
    day, night = settings.get("appearance", "theme_day"), settings.get("appearance", "theme_night")
    if bool(day) == bool(night):
        return Settings()
    light = day and str(day).lower() not in DARK_PACKS
    return Settings({"theme": {"mode": "light" if light else "dark"}})
