"""The `baken` command as the terminal runs it, in this process."""

import pytest
from terminal import Baken, Said

from baken.cli.main import main


@pytest.fixture
def baken(capsys: pytest.CaptureFixture[str]) -> Baken:
    def run(*arguments: str) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        code = ended.value.code
        assert "Traceback" not in said.out + said.err
        return Said(0 if code is None else int(code), said.out, said.err)

    return run
