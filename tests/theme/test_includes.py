"""Every include, under each theme."""

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError
from django.utils.html import format_html

import tandem
from tandem.core.figures import Availability
from tandem.core.tables import Column, Table
from tandem.theme.cells import Missing
from tandem.theme.loader import THEMES
from tests.theme.markup import Markup, faults
from tests.theme.sample import figure, table

PACKAGE = Path(tandem.__file__).parent
SHARED = PACKAGE / "theme" / "templates" / "ui"

# One call per include with the fewest parameters, one with all of them.
CALLS = {
    "alert": [
        "{% ui_alert %}<p>a</p>{% endui_alert %}",
        '{% ui_alert title="T" kind="error" level=2 live=True %}<p>a</p>{% endui_alert %}',
    ],
    "notice": [
        '{% ui_notice "T" %}a{% endui_notice %}',
        '{% ui_notice title="T" kind="alert" %}<a href="/">a</a>{% endui_notice %}',
    ],
    "callout": [
        "{% ui_callout %}<p>a</p>{% endui_callout %}",
        '{% ui_callout title="T" level=4 %}<p>a</p>{% endui_callout %}',
    ],
    "empty": ['{% ui_empty "T" %}<p>a</p>{% endui_empty %}', '{% ui_empty title="T" level=2 %}{% endui_empty %}'],
    "fictive": ["{% ui_fictive %}", '{% ui_fictive subject="Les dossiers" %}'],
    "badge": ['{% ui_badge "a" %}', '{% ui_badge label="a" kind="warning" small=False %}'],
    "tag": ['{% ui_tag "a" %}', '{% ui_tag label="a" href="/" small=True %}'],
    "filter_tag": ['{% ui_filter_tag label="a" href="/" %}'],
    "button": [
        '{% ui_button "a" %}',
        '{% ui_button label="a" href="/" kind="tertiary" small=True %}',
        '{% ui_button label="a" type="button" name="n" value="v" kind="secondary" %}',
    ],
    "link": ['{% ui_link "a" "/" %}', '{% ui_link label="a" href="/" small=True arrow=True %}'],
    "download": [
        '{% ui_download "a" "/a.csv" "CSV" %}',
        '{% ui_download label="a" href="/a.csv" format="CSV" size="2 ko" detail="d" %}',
    ],
    "tip": ['{% ui_tip "a" "b" %}', '<p>{% ui_tip term="a" text="b" href="/" %}.</p>'],
    "source": ['{% ui_source "Insee" %}', '{% ui_source text="Insee" vintage="RP 2022" href="/" %}'],
    "value": [
        "{% ui_value 1234.5 %}",
        '<p>{% ui_value None reason="non chargé" %}</p>',
        "<p>{% ui_value secret %}</p>",
        '{% ui_value value=12.345 decimals=1 unit="%" %}',
    ],
    "stat": [
        '{% ui_stat "a" 12 %}',
        '{% ui_stat label="a" value=12.5 unit="%" note="n" href="/" decimals=1 %}',
        '{% ui_stat label="a" reason="non chargé" %}',
        "{% ui_stat figure=secret %}",
    ],
    "chart": [
        '{% ui_chart "T" "/a.svg" "Alternative" %}{% endui_chart %}',
        '{% ui_chart title="T" src="/a.svg" src_narrow="/b.svg" alt="A" subtitle="S" source="I" csv="/a.csv" '
        'svg="/a.svg" '
        "width=720 height=200 level=4 fictive=True %}{% ui_table table %}{% endui_chart %}",
    ],
    "table": [
        "{% ui_table table %}",
        '{% ui_table table=table caption="C" row_headers=False sortable="name" order="name" hide_caption=True %}',
    ],
    "table_frame": ['{% ui_table_frame "L" %}<table><caption>L</caption></table>{% endui_table_frame %}'],
    "breadcrumb": ['{% ui_breadcrumb "a" %}', '{% ui_breadcrumb "a" "B" "/b/" "C" "/c/" %}'],
    "contents": ["{% ui_contents chapters %}", '{% ui_contents items=chapters title="T" %}'],
    "pagination": ["{% ui_pagination page %}", '{% ui_pagination page=last label="Territoires" %}'],
    "card": [
        '{% ui_card "a" "/" %}',
        '{% ui_card title="a" href="/" text="t" detail="d" badge="b" badge_kind="new" level=2 %}',
    ],
    "tile": ['{% ui_tile "a" "/" %}', '{% ui_tile title="a" href="/" text="t" detail="d" level=2 %}'],
    "details": [
        '{% ui_details "a" %}<p>b</p>{% endui_details %}',
        '{% ui_details title="a" open=True id="i" %}<p>b</p>{% endui_details %}',
    ],
    "search": [
        '{% ui_search "a" %}',
        '{% ui_search label="a" name="n" value="v" action="/" hint="h" list="l" large=True %}'
        '<datalist id="l"></datalist>',
    ],
    "select": [
        '{% ui_select "a" "n" options %}',
        '{% ui_select label="a" name="n" options=options value="2" hint="h" error="e" %}',
    ],
    "input": ['{% ui_input "a" "n" %}', '{% ui_input label="a" name="n" value="v" hint="h" error="e" maxlength=9 %}'],
    "textarea": [
        '{% ui_textarea "a" "n" %}',
        '{% ui_textarea label="a" name="n" value="v" hint="h" error="e" rows=3 %}',
    ],
    "fieldset": [
        '{% ui_fieldset "L" %}{% ui_input "a" "n" %}{% endui_fieldset %}',
        '{% ui_fieldset legend="L" hint="h" %}{% ui_checkbox "a" "n" %}{% endui_fieldset %}',
    ],
    "checkbox": ['{% ui_checkbox "a" "n" %}', '{% ui_checkbox label="a" name="n" value="v" checked=True hint="h" %}'],
}
VALUES = {
    "table": table(),
    "secret": figure(None, Availability.SECRET, "Moins de trois établissements."),
    "chapters": [{"href": "#a", "label": "A"}],
    "page": Paginator(range(183), 20).page(4),
    "last": Paginator(range(183), 20).page(10),
    "options": [("1", "Un"), (2, "Deux")],
}


@pytest.mark.parametrize("call", [call for calls in CALLS.values() for call in calls])
def test_include_is_sound(render, call):
    assert faults(render(call, **VALUES)) == []


def test_every_include_is_tried_and_both_themes_have_the_same():
    dsfr, neutral = ({path.name for path in (THEMES / t / "templates" / "ui").iterdir()} for t in ("dsfr", "neutral"))
    assert dsfr == neutral
    shared = {path.name for path in SHARED.iterdir()}
    assert not dsfr & shared
    assert {name.removesuffix(".html") for name in dsfr | shared} - {"page", "skeleton"} == CALLS.keys()


def test_each_include_tells_its_parameters_at_its_head():
    for path in [*THEMES.rglob("*.html"), *SHARED.iterdir()]:
        head = path.read_text(encoding="utf-8")[:400]
        assert re.search(r"\{#|\{% comment %\}", head), path
        assert re.search(r"Parameters?:|Blocks for the", head), path


def test_classes_of_the_design_system_stay_in_its_theme():
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".html", ".css", ".js", ".py"} and THEMES / "dsfr" not in path.parents:
            if path.name == "theme-dsfr.css":
                continue
            assert not re.search(r"""[\s."'=]fr-[a-z]""", path.read_text(encoding="utf-8")), path


def test_neutral_theme_shows_nothing_of_the_state(render, theme, sample_site):
    page = sample_site.get("/territoires/exemple/").content.decode()
    state = [mark for mark in ("fr-", "dsfr", "Marianne", "République", "info.gouv.fr") if mark in page]
    assert bool(state) == (theme == "dsfr")


def test_unknown_parameter_is_an_error(render):
    with pytest.raises(TemplateSyntaxError, match="colour"):
        render('{% ui_badge label="a" colour="red" %}')


def test_what_people_typed_is_escaped(render):
    hostile = '<script>"&'
    for call in (
        "{% ui_card title=x href=x text=x %}",
        "{% ui_stat label=x value=x note=x %}",
        "{% ui_tip x x %}",
        "{% ui_search label=x value=x %}",
        "{% ui_alert title=x %}{{ x }}{% endui_alert %}",
        "{% ui_value x %}",
    ):
        html = render(call, x=hostile)
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_table_heads_rows_aligns_numbers_and_says_what_is_missing(render):
    html = render("{% ui_table table %}", **VALUES)
    markup = Markup(html)
    scopes = [attrs.get("scope") for tag, attrs in markup.elements if tag == "th"]
    assert scopes == ["col"] * 5 + ["row"] * 3
    assert len(markup.with_class("td-number")) == 3 + 3 * 3
    assert "412\u202f345" in html
    assert "−1,2" in html
    assert html.count("non disponible") == 1
    assert "secret statistique" in html
    assert "Moins de trois établissements." in html
    regions = [attrs for _, attrs in markup.elements if attrs.get("role") == "region"]
    assert [(r["tabindex"], r["aria-label"]) for r in regions] == [("0", table().title)]


def test_table_escapes_text_and_keeps_safe_links(render):
    columns = [
        Column("a", "A", value=lambda row: row),
        Column("b", "B", value=lambda row: format_html("<b>{}</b>", row)),
    ]
    html = render("{% ui_table table %}", table=Table("T", columns, ["<i>"]))
    assert "&lt;i&gt;</th>" in html
    assert "<b>&lt;i&gt;</b>" in html


@pytest.mark.parametrize(
    ("order", "links", "sorts"),
    [
        ("", ["tri=name", "tri=-population"], []),
        ("name", ["tri=-name", "tri=-population"], ["ascending"]),
        ("-population", ["tri=name", "tri=population"], ["descending"]),
    ],
)
def test_sortable_heads_lead_to_the_other_order_and_keep_the_filters(render, order, links, sorts):
    html = render(
        '{% ui_table table sortable="name,population" order=order %}', "/?region=75&page=3", order=order, **VALUES
    )
    markup = Markup(html)
    assert [a["href"] for a in markup.with_class("td-sort")] == [f"?region=75&{link}" for link in links]
    assert markup.values("aria-sort") == sorts


def test_pagination_keeps_the_search_and_marks_the_page(render):
    html = render("{% ui_pagination page %}", "/?q=lacq&page=4", **VALUES)
    markup = Markup(html)
    assert "?q=lacq&page=5" in markup.values("href")
    assert markup.values("aria-current") == ["page"]
    assert "Page suivante" in html


def test_first_page_has_no_previous(render):
    html = render("{% ui_pagination page %}", page=Paginator(range(50), 20).page(1))
    assert 'rel="prev"' not in html
    assert 'rel="next"' in html


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('{% ui_value 1234.5 unit="€" %}', "1\u202f234,5\u202f€"),
        ("{% ui_value 0 %}", "0"),
        ("{% ui_value figure %}", "24,6\u202f%"),
        ("{% ui_value 'douze' %}", "douze"),
    ],
)
def test_value_is_written_with_its_unit(render, call, text):
    assert render(call, figure=figure()) == text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "non disponible"),
        (Missing(), "non disponible"),
        (Missing("Un seul établissement.", secret=True), "secret statistique"),
    ],
)
def test_missing_value_is_said_in_words(render, value, words):
    html = render("{% ui_value value %}", value=value)
    assert words in html
    assert ("<button" in html) == bool(value and value.reason)
    assert html == html.strip()


def test_zero_is_a_figure_not_a_gap(render):
    assert "td-stat--missing" not in render('{% ui_stat label="a" value=0 %}')


def test_select_keeps_the_choice_and_ties_its_error(render):
    html = render('{% ui_select label="a" name="n" options=options value="2" error="Choisir." %}', **VALUES)
    chosen = [attrs["value"] for tag, attrs in Markup(html).elements if tag == "option" and "selected" in attrs]
    assert chosen == ["2"]
    assert 'aria-invalid="true"' in html


def test_identifiers_are_the_same_each_time_a_page_is_made(render):
    call = '{% ui_tip "a" "b" %}{% ui_search "c" %}{% ui_table table %}'
    assert render(call, **VALUES) == render(call, **VALUES)


def test_a_change_always_shows_its_sign(render):
    from dataclasses import replace

    from tandem.core.figures import Nature

    change = figure(1.2)
    change = replace(change, definition=replace(change.definition, nature=Nature.CHANGE))
    assert render("{% ui_value figure %}", figure=change) == "+1,2\u202f%"
    assert render("{% ui_value figure %}", figure=figure(1.2)) == "1,2\u202f%"


def test_a_secret_cell_is_a_word_with_a_look_of_its_own(render):
    from tandem.core.tables import SECRET

    columns = [Column("name", "Classe"), Column("after", "Salariés", decimals=0)]
    rows = [{"name": "Aéronautique", "after": SECRET}, {"name": "Bois", "after": 0}]
    html = render("{% ui_table table %}", table=Table("t", columns, rows))
    assert f'<td class="td-number"><span class="td-secret">{SECRET}</span></td>' in html
    assert html.count("td-secret") == 1
    assert ">0<" in html


def test_a_tip_may_ask_its_own_question(render):
    from tandem.theme import rendering

    html = rendering.tip({}, "Pourquoi ?", "Parce que.", "/a/", question="Pourquoi ?", more="Ouvrir")
    assert "Que veut dire" not in html
    assert ">Ouvrir</a>" in html
    assert "Que veut dire «\u202fa\u202f»" in render('{% ui_tip "a" "b" %}')


def test_sorting_a_table_in_a_long_page_comes_back_to_it(render):
    html = render('{% ui_table table sortable="name" anchor="lignes" %}', **VALUES)
    assert 'href="?tri=name#lignes"' in html


@pytest.mark.parametrize("tag", ["ui_input", "ui_textarea"])
def test_a_field_keeps_what_was_typed_and_ties_its_error(render, tag):
    html = render(f'{{% {tag} label="a" name="n" value=typed error="Faux." %}}', typed='76540 <"a">')
    assert "76540 &lt;&quot;a&quot;&gt;" in html
    described = re.search(r'aria-describedby="([^"]+)"', html)[1]
    assert re.search(rf'id="{described}"[^>]*>Faux\.<', html)
    label = re.search(r'for="([^"]+)"', html)[1]
    assert f'id="{label}"' in html
