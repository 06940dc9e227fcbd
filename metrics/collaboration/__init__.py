"""Collaboration: network, diffusion, peer effects, channels, overload and time cost."""
