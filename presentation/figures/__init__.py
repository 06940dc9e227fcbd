"""Figures: numbers in, go.Figure out; no Streamlit."""
