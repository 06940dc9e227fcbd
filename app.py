"""`streamlit run app.py` in a checkout: the same few lines as `dashboard/server/app.py`."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from signpost.dashboard.navigation import open_app

if get_script_run_ctx(suppress_warning=True) is None:
    from signpost.dashboard.server.asgi import options, script

    app = st.App(script(__file__), **options())
    if __name__ == "__main__":
        app.run()
else:
    open_app()
