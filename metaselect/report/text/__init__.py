"""Facts as text for a terminal; one file per thing that is shown."""
