"""Every message and page that exists, with sample data, and the making of the catalogue that they are told from."""
