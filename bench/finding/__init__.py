"""The parts of `./baken bench find`: an invented country of services, Baken over it, and PostgreSQL beside it."""
