"""What a meeting hears: the same contents for the screen in the room, the slides and the note."""
