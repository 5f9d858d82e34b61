"""Files that are sent: onto the disk as they come, and no larger than an import may be."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from baken.directory.feeds.kept import MOST_BYTES

_FORM_BYTES: Final = 1 << 20  # of what stands around the files


class LimitedUpload(TemporaryFileUploadHandler):
    """Refuses before anything is read."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *others: Any, **named: Any) -> None:
        if content_length > MOST_BYTES + _FORM_BYTES:
            raise RequestDataTooBig(f"more than {MOST_BYTES} bytes were sent")
