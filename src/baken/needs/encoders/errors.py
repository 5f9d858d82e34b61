class EncoderError(Exception):
    """An encoder cannot be loaded or does not answer; the message says what to do."""
