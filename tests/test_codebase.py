"""The code base keeps its own rules."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import allauth
import click
import pytest
from django.apps import apps

from tandem.cli import group

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tandem"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
MODULES = sorted(SOURCE.rglob("*.py"))
# Names, which no language changes: ours, and what the State's block mark says.
NAMES = re.compile(
    r"\b(Tandem|République|Française|Liberté|Égalité|Fraternité|[a-z-]+\.gouv\.fr|service-public\.gouv\.fr)\b"
)
USE = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")


def name_of(template: Path) -> str:
    return str(template).split("/templates/", 1)[1]


def dresses_allauth(name: str) -> bool:
    """Whether allauth has a template of this name, which ours then stands in for."""
    return (Path(allauth.__file__).parent / "templates" / name).is_file()


def test_imports_go_one_way():
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_every_template_is_used():
    written = "\n".join(path.read_text() for path in [*TEMPLATES, *MODULES])
    unused = {name_of(path) for path in TEMPLATES if f'"{name_of(path)}"' not in written}
    # Django and allauth look these up by name when a view fails; allauth's own pages, when they are shown.
    assert {name for name in unused if not dresses_allauth(name)} <= {
        "403.html", "404.html", "500.html", "400.html", "429.html",
        "403_csrf.html",
    }  # fmt: skip


def test_every_included_template_exists():
    names = {name_of(path) for path in TEMPLATES}
    asked = {used for path in TEMPLATES for used in USE.findall(path.read_text())}
    assert {name for name in asked - names if not dresses_allauth(name)} == set()


def test_every_theme_offers_the_same_includes():
    themes = [path for path in (SOURCE / "theme" / "themes").iterdir() if path.is_dir()]
    offered = {theme.name: {name_of(path) for path in theme.rglob("*.html")} for theme in themes}
    assert len(offered) >= 2
    assert len({frozenset(names) for names in offered.values()}) == 1, offered


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_no_inline_handler_script_or_style(template: Path):
    text = template.read_text()
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", text), "inline event handler"
    assert not re.search(r"<[^>]+\sstyle\s*=", text), "inline style"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", text), "inline script"


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_word_of_a_template_goes_through_gettext(template: Path):
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", " ", template.read_text(), flags=re.S)
    text = re.sub(r"{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}", " ", text, flags=re.S)
    text = re.sub(r"{%\s*block html_attributes.*?endblock[^%]*%}", " ", text, flags=re.S)
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    text = re.sub(r"<[^>]*>", " ", text, flags=re.S)
    words = re.findall(r"[A-Za-zÀ-ÿ]{3,}", NAMES.sub(" ", re.sub(r"&[a-z]+;", " ", text)))
    assert words == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_double_punctuation_keeps_its_narrow_no_break_space(template: Path):
    text = template.read_text()
    said = re.findall(r"""{%-?\s*translate\s+(?:"([^"]*)"|'([^']*)')""", text)
    said += re.findall(r"{%-?\s*blocktranslate\b[^%]*%}(.*?)(){%-?\s*endblocktranslate", text, flags=re.S)
    loose = [words for pair in said for words in pair if re.search(r"\S [;:!?»](\s|$)|« ", words)]
    assert loose == []


def test_code_names_of_the_glossary_exist():
    rows = re.findall(r"^\|[^|]+\|([^|]+)\|([^|]+)\|[^|]*\|$", (ROOT / "docs" / "glossary.md").read_text(), flags=re.M)
    assert len(rows) > 20
    written = "\n".join(path.read_text() for path in MODULES)
    missing = [
        name
        for names, where in rows
        if "à venir" not in where
        for name in re.findall(r"`([A-Za-z_]+)`", names)
        if not re.search(rf"\b{name}\b", written)
    ]
    assert missing == []


def test_every_model_is_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    models = {
        model.__name__ for app in apps.get_app_configs() if app.name.startswith("tandem.") for model in app.get_models()
    }
    assert {name for name in models if f"`{name}`" not in glossary} == set()


def test_every_command_is_documented_with_an_example():
    guide = (ROOT / "docs" / "command-line.md").read_text()
    for name, command in group.commands.items():
        assert f"## tandem {name}" in guide
        assert command.help, name
        assert f"tandem {name}" in command.help, f"{name}: no example in its help"
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[-1] in guide, f"{name} {option.opts[-1]}"


def test_migrations_say_what_they_do():
    migrations = [path.stem for path in SOURCE.rglob("migrations/0*.py")]
    assert migrations
    vague = [name for name in migrations if re.search(r"_(initial|auto|alter_|rename_|remove_|add_)", name)]
    assert vague == []


def test_no_module_is_long():
    written = [path for path in MODULES if path.parent.name != "migrations"]
    long = {str(path.relative_to(SOURCE)): n for path in written if (n := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_no_room_for_everything_and_nothing():
    names = {path.name for path in MODULES}
    assert names & {"utils.py", "helpers.py", "signals.py", "services.py", "misc.py", "common.py"} == set()


def test_public_functions_of_the_pure_modules_have_docstrings():
    bare = []
    for path in sorted((SOURCE / "analytics").rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                bare.append(f"{path.name}:{node.name}")
    assert bare == []


def test_files_speak_of_the_project_alone():
    tracked = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    # Written in two parts so that this file does not contain what it looks for.
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npm" + "js")
    forbidden = re.compile("/(?:work|root|farm)" + "/[a-z.]|" + "|".join(map(re.escape, hosts)))
    texts = [name for name in tracked if name and not name.endswith((".parquet", ".png", ".pdf"))]
    found = [name for name in texts if forbidden.search((ROOT / name).read_text(errors="ignore"))]
    assert found == []


def test_each_test_that_the_threat_model_cites_exists():
    cited = set(re.findall(r"`(test_\w+)`", (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")))
    written = {
        node.name
        for module in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert cited
    assert sorted(cited - written) == []
