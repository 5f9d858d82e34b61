"""The public overview: places and services, one service, one organisation."""
