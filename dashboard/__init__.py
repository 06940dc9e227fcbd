"""How it is shown: the only importer of streamlit and plotly."""
