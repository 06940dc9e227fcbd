"""Where data lies elsewhere: files of other systems into the inbox, in a process of its own."""
