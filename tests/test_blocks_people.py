"""Blocks about people: biographies, résumés, groups and contact, in the key sets of all three dialects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from selectolax.lexbor import LexborHTMLParser

from masthead import create_app
from masthead.blocks.postal import Address, formatted

ADA = """---
title: Ada Vale
first_name: Ada
last_name: Vale
role: Professor of *slow* rivers
superuser: true
pronouns: she/her
email: ada@lab.example
user_groups: [Leads, Staff]
interests: [Rivers, '**Sand**', Towns, Maps]
organizations: [{name: River School, url: 'https://rs.example'}]
education:
  - {area: PhD in Hydrology, institution: North University, year: 2011}
profiles:
  - {icon: at-symbol, url: 'mailto:ada@lab.example', label: Write to Ada}
  - {icon: brands/github, url: 'https://github.com/x'}
  - {icon: academicons/cv, url: uploads/cv.pdf}
  - {icon: envelope, url: ada@lab.example}
work:
  - position: Head of group
    company_name: Fell Lab
    date_start: 2021-01-01
    date_end: ''
    summary: |
      Leads:
      - one
      - two
  - {position: Postdoc, company_name: Ford, date_start: '2016', date_end: spring 2020}
awards:
  - {title: River prize, url: 'https://prize.example', awarder: Union, date: '2022-12-01', summary: Sand}
skills:
  - name: Tools
    color: '#eeac02'
    items: [{name: Python, percent: 80, description: daily}, {name: R}]
  - {name: Odd, color: 'red; position: fixed', items: [Boats]}
languages: [{name: English, percent: 100}, {name: Finnish, percent: 250}]
---
She walks along *rivers*.
"""
BO = """---
title: Bo Linde
last_name: Linde
role: Engineer
user_groups: [Staff]
bio: Bo builds gauges.
---
"""
ME = """
name: {display: Cy Amber, given: Cy, family: Amber}
bio: Cy writes.
user_groups: [Staff]
experience: [{role: Writer, org: Press, start: 2020-05-01, summary: Books.}]
education: [{degree: BSc, institution: Tech, start: 2015-09-01, end: 2019-06-30}]
skills: [{name: Craft, items: [{label: Ink, level: 4}]}]
languages: [{name: Welsh, level: 5, label: Native}]
"""

Shown = Callable[[str], LexborHTMLParser]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "masthead.yaml": "title: Fell Lab\nbaseURL: https://lab.example/\n",
        "content/authors/ada/_index.md": ADA,
        "content/authors/bo/_index.md": BO,
        "data/authors/cy.yaml": ME,
        "static/uploads/cv.pdf": "%PDF",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def show(site: Path) -> Shown:
    def show(sections: str) -> LexborHTMLParser:
        page = f"---\ntype: landing\nsections:\n{dedent(sections).strip()}\n---\n"
        (site / "content/_index.md").write_text(page, encoding="utf-8")
        response = create_app(site).test_client().get("/")
        assert response.status_code == 200, response.text
        return LexborHTMLParser(response.text)

    return show


def problems(site: Path) -> list[str]:
    app = create_app(site)
    app.test_client().get("/")
    return [str(problem) for problem in app.extensions["masthead"]["masthead"].website.edition.problems]


def words(page: LexborHTMLParser, css: str = ".section") -> str:
    found = page.css_first(css)
    assert found is not None, css
    return " ".join(found.text(separator=" ").split())


def texts(page: LexborHTMLParser, css: str) -> list[str]:
    return [" ".join(node.text(separator=" ").split()) for node in page.css(css)]


def hrefs(page: LexborHTMLParser, css: str = ".section a") -> list[str]:
    return [node.attributes["href"] or "" for node in page.css(css)]


@pytest.mark.parametrize("name", ["resume-biography", "biography", "about.avatar"])
def test_biography_says_who_and_what(show: Shown, name: str) -> None:
    page = show(f"- {{block: {name}, content: {{username: ada, button: {{text: CV, url: uploads/cv.pdf}}}}}}")
    assert (
        words(page) == "Ada Vale (she/her) Professor of slow rivers River School She walks along rivers . CV"
    )
    assert texts(page, "h1") == ["Ada Vale"]
    assert texts(page, ".mh-prose em") == ["rivers"]
    assert hrefs(page, ".mh-button") == ["/uploads/cv.pdf"]


def test_links_of_people_start_from_the_home_page_and_bare_addresses_are_mail(show: Shown) -> None:
    page = show("- {block: biography, content: {username: ada}}")
    links = {a.attributes["aria-label"]: a.attributes["href"] for a in page.css(".mh-profiles a")}
    assert links == {
        "Write to Ada": "mailto:ada@lab.example",
        "GitHub": "https://github.com/x",
        "Cv": "/uploads/cv.pdf",
        "Email": "mailto:ada@lab.example",
    }


def test_biography_text_stands_in_for_the_persons_own(show: Shown) -> None:
    assert texts(show("- {block: biography, content: {username: bo}}"), ".mh-prose") == ["Bo builds gauges."]
    page = show("- {block: biography, content: {username: bo, text: 'Hello **you**'}}")
    assert texts(page, ".mh-prose") == ["Hello you"]


def test_biography_in_columns_lists_degrees_and_interests(show: Shown) -> None:
    page = show("- {block: resume-biography-3, content: {username: ada, headings: {interests: Likes}}}")
    assert texts(page, "h2") == ["Professional Summary", "Education", "Likes"]
    assert texts(page, ".mh-degrees [role=listitem]") == ["PhD in Hydrology 2011 North University"]
    assert texts(page, ".mh-tags [role=listitem]") == ["Rivers", "Sand", "Towns", "Maps"]
    assert texts(page, ".mh-tags strong") == ["Sand"]


def test_dates_of_the_kit_are_shown_as_they_are_written(show: Shown) -> None:
    page = show("- {block: resume-biography-3, content: {username: cy}}")
    assert texts(page, ".mh-degrees") == ["BSc 2015-09-01 \u2013 2019-06-30 Tech"]


def test_about_puts_the_sections_title_above_the_name(show: Shown) -> None:
    page = show("- {block: about.biography, content: {title: About, username: ada}}")
    assert texts(page, "h1") == ["About"]
    assert texts(page, "h2") == ["Ada Vale"]
    assert texts(page, ".mh-facts li") == [
        "Rivers",
        "Sand",
        "Towns",
        "Maps",
        "PhD in Hydrology , 2011 North University",
    ]


def test_design_of_a_biography(show: Shown) -> None:
    page = show(
        """
        - block: biography
          content: {username: ada}
          design: {avatar: {size: Large, shape: square}, name: {size: xs}, biography: {style: 'color: red'}}
        """
    )
    assert (
        page.css_first(".mh-bio").attributes["style"]
        == "--mh-portrait: 320px; --mh-avatar: 0; --mh-name: 0.6"
    )
    assert page.css_first(".mh-prose").attributes["style"] == "color: red"


def test_without_a_name_the_owner_is_meant(show: Shown) -> None:
    assert texts(show("- {block: biography}"), "h1") == ["Ada Vale"]


@pytest.mark.parametrize(
    "block",
    ["biography", "resume-biography-3", "about.biography", "experience", "awards", "skills", "languages"],
)
def test_unknown_people_are_warned_about_and_nothing_is_shown(show: Shown, site: Path, block: str) -> None:
    page = show(f"- {{block: {block}, content: {{title: T, username: adda}}}}")
    assert words(page) == ""
    (problem,) = problems(site)
    assert problem.startswith("content/_index.md:4: warning: there is no person 'adda'")
    assert "Did you mean 'ada'?" in problem


def test_experience_in_the_order_and_format_asked_for(show: Shown) -> None:
    page = show(
        """
        - block: resume-experience
          content: {username: ada}
          design: {date_format: Jan 2006, is_education_first: true}
        """
    )
    assert texts(page, "h1, h2, h3") == [
        "Education",
        "PhD in Hydrology",
        "Experience",
        "Head of group",
        "Postdoc",
    ]
    assert texts(page, ".mh-stage .mh-meta") == ["2011", "Jan 2021 \u2013 Present", "2016 \u2013 spring 2020"]
    assert texts(page, ".mh-stage .mh-prose li") == ["one", "two"]
    assert len(page.css("ol > li.mh-stage")) == 3


def test_experience_of_the_kit(show: Shown) -> None:
    page = show("- {block: experience, content: {username: cy}}")
    assert words(page) == (
        "Experience Writer Press May 2020 \u2013 Present Books. Education BSc Tech Sep 2015 \u2013 Jun 2019"
    )


def test_the_second_part_of_a_page_is_no_second_title(show: Shown) -> None:
    page = show(
        "- {block: experience, content: {username: ada}}\n- {block: awards, content: {title: Prizes}}"
    )
    assert texts(page, "h1") == ["Experience"]
    assert texts(page, "h2") == ["Head of group", "Postdoc", "Education", "Prizes"]


def test_items_in_the_section_stand_in_for_a_person_without_any(show: Shown) -> None:
    page = show(
        """
        - block: experience
          content:
            title: Jobs
            username: bo
            date_format: '2006'
            items:
              - {title: Smith, company: Forge, company_url: 'https://forge.example', location: Ford,
                 date_start: '2001-02-03', date_end: '', description: Hot *iron*.}
        """
    )
    assert words(page) == "Jobs Smith Forge 2001 \u2013 Present Ford Hot iron ."
    assert hrefs(page) == ["https://forge.example"]
    page = show("- {block: experience, content: {username: ada, items: [{title: Smith}]}}")
    assert "Smith" not in words(page)


def test_awards(show: Shown) -> None:
    page = show("- {block: resume-awards, content: {title: Awards, username: ada}}")
    assert words(page) == "Awards River prize Union December 2022 Sand"
    assert hrefs(page) == ["https://prize.example"]


def test_accomplishments_come_newest_first(show: Shown) -> None:
    page = show(
        """
        - block: accomplishments
          content:
            username: bo
            item:
              - {title: Old, organization: O, date_start: '2001-01-02', date_end: '2002-03-04'}
              - {title: New, organization: N, organization_url: 'https://n.example', date_start: '2011-01-02',
                 certificate_url: 'https://c.example'}
        """
    )
    assert words(page) == "New N Jan 2011 See certificate Old O Jan 2001 \u2013 Mar 2002"
    assert hrefs(page) == ["https://n.example", "https://c.example"]


def test_skills_have_bars_that_can_be_read(show: Shown) -> None:
    page = show("- {block: resume-skills, content: {title: Skills, username: ada}}")
    assert words(page) == "Skills Tools Python daily R Odd Boats"
    (meter,) = page.css("[role=meter]")
    assert (meter.attributes["aria-label"], meter.attributes["aria-valuenow"]) == ("Python", "80")
    styles = [node.attributes.get("style") for node in page.css(".mh-skills > div")]
    assert styles == ["--mh-skill: #eeac02", None]
    page = show("- {block: skills, content: {username: ada}, design: {show_skill_percentage: false}}")
    assert not page.css("[role=meter]")


def test_skills_in_the_section_need_no_group(show: Shown) -> None:
    page = show("- {block: skills, content: {username: bo, items: [{name: Knots, percent: '90'}, Boats]}}")
    assert words(page) == "Knots Boats"
    assert page.css_first("[role=meter]").attributes["aria-valuenow"] == "90"


def test_languages(show: Shown) -> None:
    page = show("- {block: resume-languages, content: {title: Languages, username: ada}}")
    assert words(page) == "Languages 100% English 100% Finnish"
    assert words(show("- {block: languages, content: {username: cy}}")) == "100% Welsh Native"


def test_nothing_to_list_is_no_section_heading(show: Shown) -> None:
    for block in ("awards", "skills", "languages"):
        assert words(show(f"- {{block: {block}, content: {{title: T, username: bo}}}}")) == ""


def test_people_by_groups_in_their_order(show: Shown) -> None:
    page = show(
        """
        - block: people
          content: {title: Team, user_groups: [Staff, Nobody, Leads]}
          design: {show_interests: false, show_social: true}
        """
    )
    assert texts(page, "h1, h2, h3") == [
        "Team",
        "Staff",
        "Cy Amber",
        "Bo Linde",
        "Ada Vale",
        "Leads",
        "Ada Vale",
    ]
    assert texts(page, ".mh-role") == ["Engineer", "Professor of slow rivers", "Professor of slow rivers"]
    assert len(page.css("ul.mh-profiles")) == 2
    assert words(page).startswith("Team Staff Cy Amber Bo Linde")


def test_one_group_needs_no_heading_and_its_order_is_its_own(show: Shown) -> None:
    page = show(
        "- {block: people, content: {user_groups: Staff, sort_by: Params.last_name, sort_ascending: false}}"
    )
    assert texts(page, "h1, h2, h3") == ["Ada Vale", "Bo Linde", "Cy Amber"]
    assert texts(page, "p.mh-summary") == ["Rivers, Sand , Towns, Maps"]
    page = show(
        "- {block: people, content: {sort_by: name_family, user_groups: {title: Staff, sort_ascending: no}}}"
    )
    assert texts(page, "h1, h2, h3") == ["Ada Vale", "Bo Linde", "Cy Amber"]


def test_a_misspelt_group_is_warned_about(show: Shown, site: Path) -> None:
    show("- {block: people, content: {user_groups: [Staf, Alumni]}}")
    (problem,) = problems(site)
    assert "nobody is in the group 'staf'. did you mean 'staff'?" in problem.lower()


def test_team_showcase_says_more_of_each(show: Shown) -> None:
    page = show(
        """
        - block: team-showcase
          content: {user_groups: [Leads], cta: {text: Join us, url: /join/}}
          design: {show_interests: true, max_interests: 2}
        """
    )
    assert words(page) == "Ada Vale Professor of slow rivers River School Rivers Sand Join us"
    assert hrefs(page, ".mh-actions a") == ["/join/"]


CONTACT = """
- block: contact
  content:
    title: Contact
    email: lab@lab.example
    phone: +1 22
    address: {street: 1 Mill Lane, city: Ford, region: CA, postcode: '94305', country: United States}
    coordinates: {latitude: '37.5', longitude: '-122.25'}
    directions: Through the *yard*
    office_hours: [Mon 9-12, Tue 9-12]
    appointment_url: https://cal.example
    contact_links: [{icon: twitter, icon_pack: fab, name: DM me, link: 'https://t.example'}]
    autolink: %s
    form: %s
"""


def test_contact_lists_the_ways_to_get_in_touch(show: Shown) -> None:
    page = show(CONTACT % ("true", "{provider: ''}"))
    assert texts(page, ".mh-ways li") == [
        "lab@lab.example", "+1 22", "1 Mill Lane, Ford, CA 94305", "Through the yard",
        "Mon 9-12 Tue 9-12", "Book an appointment", "DM me",
    ]  # fmt: skip
    assert hrefs(page) == [
        "mailto:lab@lab.example", "tel:+1 22", "https://cal.example", "https://t.example",
        "https://www.openstreetmap.org/?mlat=37.5&mlon=-122.25#map=16/37.5/-122.25",
    ]  # fmt: skip
    assert not page.css("form, iframe, img")


def test_contact_without_autolink_is_text(show: Shown) -> None:
    assert not [url for url in hrefs(show(CONTACT % ("false", "{}"))) if url.startswith(("mailto:", "tel:"))]


def test_forms_are_plain_html(show: Shown) -> None:
    form = show(CONTACT % ("true", "{provider: Formspree, formspree: {id: abc}}")).css_first("form")
    assert form.attributes["action"] == "https://formspree.io/f/abc"
    assert [field.attributes["name"] for field in form.css("label:not([hidden]) > *")] == [
        "name",
        "email",
        "message",
    ]
    form = show(CONTACT % ("true", "{provider: netlify, netlify: {captcha: false}}")).css_first("form")
    assert form.attributes["data-netlify"] == "true"
    assert "action" not in form.attributes
    assert not form.css("[data-netlify-recaptcha]")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("{provider: formspree}", "Formspree needs an id"),
        ("{provider: mailman}", "no form provider 'mailman'"),
    ],
)
def test_forms_that_go_nowhere_are_left_out(show: Shown, site: Path, form: str, message: str) -> None:
    assert not show(CONTACT % ("true", form)).css("form")
    (problem,) = problems(site)
    assert problem.startswith("content/_index.md:") and message in problem


def test_contact_info_has_two_cards(show: Shown) -> None:
    page = show(
        """
        - block: contact-info
          content:
            title: Contact
            address: {lines: [River School, 1 Mill Lane]}
            office_hours: Mon 9-12
            map_url: https://map.example
            phone: +1 22
            prospective: {title: Join, text: Write to us., button: {text: Apply, url: /apply/}}
            social: [{icon: brands/github, url: 'https://github.com/lab'}]
        """
    )
    assert texts(page, "h2") == ["Visit Us", "Connect"]
    assert texts(page, "h3") == ["Office Hours", "Follow Us", "Join"]
    assert hrefs(page) == [
        "https://map.example", "mailto:ada@lab.example", "tel:+1 22", "https://github.com/lab", "/apply/",
    ]  # fmt: skip


def test_contact_info_falls_back_to_the_owners_profile(show: Shown) -> None:
    page = show("- {block: contact-info, content: {title: Contact, text: Say hi, username: ada}}")
    assert words(page) == "Contact Connect Say hi Email ada@lab.example Find me on"
    assert "https://github.com/x" in hrefs(page)
    assert hrefs(page).count("mailto:ada@lab.example") == 1


@pytest.mark.parametrize(
    ("order", "lines"),
    [
        ("en-us", ["1 Mill Lane, Ford, CA 94305"]),
        ("en-gb", ["1 Mill Lane, Ford, CA, 94305"]),
        ("de", ["1 Mill Lane", "94305 Ford"]),
        ("zh", ["94305 CA Ford 1 Mill Lane"]),
        ("xx", ["1 Mill Lane, Ford, CA 94305"]),
    ],
)
def test_addresses_in_the_order_of_a_country(order: str, lines: list[str]) -> None:
    address = Address(street="1 Mill Lane", city="Ford", region="CA", postcode="94305")
    assert formatted(address, order) == lines


def test_addresses_with_gaps() -> None:
    assert formatted(Address(street="1 Mill Lane"), "en-us") == ["1 Mill Lane"]
    assert formatted(Address(country="Chile"), "de") == ["Chile"]
    assert formatted(Address(), "de") == []
