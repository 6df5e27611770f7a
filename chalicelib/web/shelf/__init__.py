"""What the rooms of web/ share: layout, style, strict reading of what was posted, answers to errors."""
