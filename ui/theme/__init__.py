"""The look: one theme per application, built from the tokens in resources/theme.

For everybody who builds widgets:

    from ui import theme
    theme.install(app)                        once, in the composition root; theme.current() gives it back
    theme.current().changed                   signal after colors or text size changed; painted widgets update()
    theme.current().mode / .set_mode(mode)    "system", "light", "dark"
    theme.color("muted"), theme.tone("late")  QColor, (QColor foreground, QColor soft background)
    theme.icon("plus", "accent")              a QIcon tinted by token, follows the theme by itself (resources/icons)
    theme.px("gap"), theme.font("section")    sizes and fonts by token name (resources/theme/sizes.toml)
    theme.mark(widget, role="primary")        sets the dynamic properties below and restyles the widget
    theme.dress_calendar(calendar)            quiet weekends, no week numbers (every QCalendarWidget)
    theme.paint_pill(painter, rect, text, tone)  and pill_width(text): the Pill for table delegates

Never give a widget its own style sheet. Say what it is, by dynamic properties that resources/theme/qss/*.qss knows:

    QPushButton  role = primary, danger, quiet, link, crumb, chip (+ on="true"), rail, segment (+ place=first/last)
    QToolButton  flat icon button without a role; role = rail
    QLabel       role = title, section, strong, figure, muted, small, field, breadcrumb, error, pill
                 tone = plain, accent, ok, attention, late, info (text color; with role=pill also its ground)
    QFrame       role = card, panel, rail, popup, line, faint-line, page, banner/tile/entry/phase (made by ui.widgets)
    fields       tone = late (cannot be kept), attention (look again); role = search for one with a leading icon
    QProgressBar tone
"""

from __future__ import annotations

from ui.theme.icons import icon, pixmap
from ui.theme.marks import dress_calendar, mark
from ui.theme.painting import ELLIPSIS, paint_pill, paint_ring, pill_height, pill_width
from ui.theme.theme import Theme, color, current, font, install, px, text_width, tone, use_bundled_fonts

__all__ = [
    "ELLIPSIS",
    "Theme",
    "color",
    "current",
    "dress_calendar",
    "font",
    "icon",
    "install",
    "mark",
    "paint_pill",
    "paint_ring",
    "pill_height",
    "pill_width",
    "pixmap",
    "px",
    "text_width",
    "tone",
    "use_bundled_fonts",
]
