"""Facts as sentences, without their full stops; one file per thing that is spoken of."""
