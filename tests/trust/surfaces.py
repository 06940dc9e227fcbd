"""A Streamlit script that shows hostile texts on every surface the pages use."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from signpost.presentation.escaping import label, md, plain_text
from tests.trust.corpus import CORPUS

careless = "careless" in st.query_params


def raw(text: object) -> str:
    return str(text).encode(errors="ignore").decode()


escape = raw if careless else md
mark = raw if careless else label
texts = [text for text in CORPUS if plain_text(text)]


def words() -> None:
    for kind in ("markdown", "title", "header", "caption", "error", "warning"):
        for text in texts:
            getattr(st, kind)(escape(text))


def widgets() -> None:
    for number, text in enumerate(texts):
        st.button(escape(text), key=f"button {number}")
        st.metric(escape(text), escape(text), escape(text))
        with st.expander(escape(text)):
            st.checkbox(escape(text), key=f"checkbox {number}")
    st.popover(escape(texts[0]))
    st.tabs([escape(text) for text in texts])
    st.segmented_control("one", texts, format_func=escape)
    st.selectbox(escape(texts[0]), [plain_text(text) for text in texts], help=escape(texts[1]))


def tables() -> None:
    st.table(pd.DataFrame({escape(text): [escape(text)] for text in texts[:40]}))
    st.dataframe(pd.DataFrame({plain_text(text): [plain_text(text)] for text in texts}))


def pictures() -> None:
    names = [mark(text) for text in texts]
    figure = go.Figure()
    figure.add_scatter(
        x=list(range(len(texts))),
        y=names,
        name=names[0],
        text=names,
        mode="markers+text",
        hovertemplate=names[0] + " %{y}<extra></extra>",
    )
    for number, name in enumerate(names):
        figure.add_annotation(text=name, x=0, y=number, showarrow=False, xanchor="left")
    figure.update_layout(title=names[0], height=20 * len(texts), showlegend=True)
    figure.update_yaxes(type="category", title=names[1])
    st.plotly_chart(figure, theme=None)


{"words": words, "widgets": widgets, "tables": tables, "pictures": pictures}[
    st.query_params["surface"]
]()
st.text("SHOWN")
