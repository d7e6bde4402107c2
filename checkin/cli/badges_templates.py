"""`checkin badges templates`: the sizes in which badges can be drawn."""

from typing import TYPE_CHECKING, Any

import click

from checkin.badges.symbol import SIGNED_MODULES, TOKEN_MODULES, module_mm
from checkin.cli.home import Home, pass_home
from checkin.cli.output import emit, say

if TYPE_CHECKING:
    from checkin.badges.layout import Template

template_option = click.option(
    "--template", metavar="NAME|FILE", default="card", show_default=True,
    help='A template by its name ("checkin badges templates" lists them), or a .toml file of your own.',
)  # fmt: skip


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a template instead of sentences.")
@pass_home
def templates(home: Home, *, as_json: bool) -> None:
    """List the templates that come with the product, with their sizes.

    \b
    Example:
      checkin badges templates
      checkin badges templates --json
    """
    from data.badge_templates import find_template, template_names

    for name in template_names():
        template = find_template(name)
        if as_json:
            emit(_record(template, home.words.language))
        else:
            sides = home.words("two-sided") if template.back else home.words("one side")
            many = home.words("{n} a page", n=template.paper.per_page)
            say(f"{name:16} {template.title(home.words.language)}  ({many}, {sides})")


def _record(template: "Template", language: str) -> dict[str, Any]:
    side = template.code.width if template.code else None
    return {
        "template": template.name,
        "title": template.title(language),
        "width_mm": template.width,
        "height_mm": template.height,
        "page_width_mm": template.paper.width,
        "page_height_mm": template.paper.height,
        "per_page": template.paper.per_page,
        "two_sided": bool(template.back),
        "crop_marks": template.paper.crop_marks,
        "module_mm": side and round(module_mm(side, TOKEN_MODULES), 2),
        "signed_module_mm": side and round(module_mm(side, SIGNED_MODULES), 2),
    }
