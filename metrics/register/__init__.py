"""Register: versions of the programme, recorded events, group spellings, consistency."""
