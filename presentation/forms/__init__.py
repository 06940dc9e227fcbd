"""Forms of the programme: what is asked, what a draft means, what saving it would change."""
