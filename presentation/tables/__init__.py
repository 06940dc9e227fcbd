"""Tables as readers see them."""
