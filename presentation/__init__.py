"""How it is said and drawn; no Streamlit."""
