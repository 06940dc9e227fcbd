"""How it is shown: the only importer of streamlit and plotly."""

import logging

# Streamlit warns of every cache that is made before its server runs; ours are, on purpose.
logging.getLogger("streamlit.runtime.caching.cache_data_api").addFilter(
    lambda record: "No runtime found" not in record.getMessage()
)
