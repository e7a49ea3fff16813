"""Page: change the action plan, for editors who are signed in."""

import streamlit as st

from pages import editors
from pages.components import breadcrumbs, plan_form, plan_history, sign_in
from pages.queries import plan_edit
from pages.queries.database import live_build

TITLE = "Actieplan bewerken"

breadcrumbs.render([breadcrumbs.home()], TITLE)
st.title(TITLE, anchor=False)
visitor = editors.visitor()
build = live_build()
if visitor.state != "editor" or build is None:
    sign_in.render(visitor)
else:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Aangemeld als `{visitor.email}`.", width="content")
        sign_in.sign_out()
    # An earlier build (`?build=`) may be on the other pages; an edit starts from now.
    plan = plan_edit.standing(build)
    kind, item = plan_form.choose(plan)
    plan_form.render(plan, kind, item)
    plan_history.render(plan, kind.entity, item)
