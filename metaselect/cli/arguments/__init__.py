"""What can be typed after each command, one file per command with `add_arguments(parser)`.

Help and errors in arguments come from here alone, so nothing here imports the library: it takes seconds to import.
"""
