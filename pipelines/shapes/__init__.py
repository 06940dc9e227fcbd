"""Tables as people make them, brought into a shape that is recognised."""
