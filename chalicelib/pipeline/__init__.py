"""The stages that a mention passes, one a file. They see ports and domain only."""
