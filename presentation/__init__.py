"""Presentation: words, tables, figures and reports; no Streamlit."""
